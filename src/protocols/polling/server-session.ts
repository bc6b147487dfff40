/**
 * The server half that the mock server runs: one poll of one topic. Answers at once with what came after the reader's
 * position; where there is nothing, a long poll is held until something is published or its time is up.
 */
import type { Command } from "../../model/form.ts";
import type { HeaderList, RequestHead } from "../../model/frame.ts";
import type { Publication, TopicState } from "../../model/hub.ts";
import type { ServerOptions } from "../../model/protocol.ts";
import type { ServerScript } from "../../model/server-script.ts";
import type { ServerEffect, ServerInput, ServerSession } from "../../model/session.ts";
import { nothing } from "../kit/nothing.ts";
import { refusalOf } from "../kit/refusal.ts";
import type { PollingMessage } from "./messages.ts";
import * as answers from "./server-answers.ts";
import { type PollRequest, readPollRequest } from "./server-request.ts";

export class PollingServerSession implements ServerSession<PollingMessage> {
  readonly #script: ServerScript | undefined;
  #request: PollRequest | undefined;
  #epoch = "";
  #lastOffset = 0;
  #isHeld = false;

  constructor({ script }: Pick<ServerOptions, "script">) {
    this.#script = script;
  }

  handle(input: ServerInput<PollingMessage>): readonly ServerEffect[] {
    switch (input.kind) {
      case "requested":
        return this.#requested(input.request);
      case "joined":
        return this.#joined(input.topic);
      case "published":
        return this.#published(input.publication);
      case "woke":
        return this.#isHeld ? this.#nothingNew() : nothing;
      case "commanded":
        return this.#commanded(input.command);
      case "received":
      case "told":
      case "closed":
        return nothing;
    }
  }

  #requested(head: RequestHead): readonly ServerEffect[] {
    if (head.method === "OPTIONS") return [answers.preflight];
    if (head.method !== "GET" && head.method !== "POST") return [answers.methodNotAllowed];
    const request = readPollRequest(head);
    if (!request) return [answers.topicMissing];
    const refusal = refusalOf(this.#script, head, [request.topic]);
    if (refusal) return [refusal];
    this.#request = request;
    // A plain number names no epoch, which the hub needs: so all of the history is asked for and cut here.
    const last = request.after === undefined ? request.history : Number.MAX_SAFE_INTEGER;
    return [{ kind: "join", join: { topic: request.topic, last } }];
  }

  #joined(state: TopicState): readonly ServerEffect[] {
    const request = this.#request;
    if (!request || this.#isHeld) return nothing;
    this.#epoch = state.epoch;
    this.#lastOffset = state.lastOffset;
    const { after } = request;
    const isReset =
      after !== undefined &&
      (after.offset > state.lastOffset || (after.epoch !== undefined && after.epoch !== state.epoch));
    const from = after === undefined || isReset ? 0 : after.offset;
    const items = state.replay.filter(({ offset }) => offset > from);
    if (items.length > 0 || isReset) {
      const first = items[0]?.offset ?? state.lastOffset + 1;
      const missed = after === undefined || isReset ? 0 : first - from - 1;
      return this.#answer(answers.news({ place: this.#place(), items, missed, isReset, headers: this.#headers() }));
    }
    if (!request.isLong) return this.#nothingNew();
    this.#isHeld = true;
    return [{ kind: "wake", timer: "hold", afterMs: request.holdMs }];
  }

  #published(publication: Publication): readonly ServerEffect[] {
    if (!this.#isHeld) return nothing;
    this.#epoch = publication.epoch;
    this.#lastOffset = publication.offset;
    const parts = { place: this.#place(), items: [publication], missed: 0, isReset: false, headers: this.#headers() };
    return this.#answer(answers.news(parts));
  }

  #nothingNew(): readonly ServerEffect[] {
    const place = this.#place();
    const headers = this.#headers();
    switch (this.#request?.whenEmpty) {
      case "304":
        return this.#answer(answers.notModified(place, headers));
      case "204":
        return this.#answer(answers.noContent(place, headers));
      default:
        return this.#answer(answers.news({ place, items: nothing, missed: 0, isReset: false, headers }));
    }
  }

  #commanded({ kind, values }: Command): readonly ServerEffect[] {
    if (!this.#isHeld) return nothing;
    if (kind === "restart" || kind === "kick") return this.#answer(answers.restarting);
    if (kind === "disconnect") {
      return this.#answer(values.reconnect === "false" ? answers.gone(values.reason) : answers.restarting);
    }
    return kind === "drop" ? [{ kind: "drop" }] : nothing;
  }

  #answer(answer: ServerEffect): readonly ServerEffect[] {
    this.#isHeld = false;
    const { topic } = this.#request ?? { topic: "" };
    this.#request = undefined;
    return [{ kind: "forget", timer: "hold" }, { kind: "leave", topic }, answer];
  }

  #place(): answers.ReadingPlace {
    return { epoch: this.#epoch, offset: this.#lastOffset };
  }

  #headers(): HeaderList {
    const { isPreferred = false, holdMs = 0 } = this.#request ?? {};
    return isPreferred ? [["Preference-Applied", `wait=${holdMs / 1000}`]] : nothing;
  }
}
