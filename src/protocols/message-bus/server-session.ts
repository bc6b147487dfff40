/**
 * The server half that the mock server runs: one poll of one client, answered at once, held for a message, or streamed,
 * as message_bus 4.5.2 does on a server with Rack hijack.
 */
import type { Command } from "../../model/form.ts";
import type { RequestHead } from "../../model/frame.ts";
import type { JoinRequest, Publication, TopicState } from "../../model/hub.ts";
import type { ServerOptions } from "../../model/protocol.ts";
import type { ServerScript } from "../../model/server-script.ts";
import type { ServerEffect, ServerInput, ServerSession, Signal } from "../../model/session.ts";
import { nothing } from "../kit/nothing.ts";
import { refusalOf } from "../kit/refusal.ts";
import { backlogOf, joinFor } from "./backlog.ts";
import { formatBlock } from "./blocks.ts";
import { type HeldPoll, type HeldPolls, heldPollsOf } from "./held-polls.ts";
import { isPoll, type MessageBusMessage, type PollMessage, type PollMode } from "./messages.ts";
import { clientIdOf, modeOf, readPoll } from "./poll-request.ts";
import * as answers from "./server-answers.ts";
import { topicOf } from "./topics.ts";

/** `long_polling_interval` of message_bus. */
const holdMs = 25_000;

/** `joining`: not all topics have answered. `held`: no head was sent. `streaming`: the body is open. */
type Phase = "new" | "joining" | "held" | "streaming" | "over";

export class MessageBusServerSession implements ServerSession<MessageBusMessage> {
  readonly #held: HeldPolls;
  readonly #script: ServerScript | undefined;
  #phase: Phase = "new";
  #poll: PollMessage | undefined;
  #clientId = "";
  /** Channels that are the same topic get the same messages, each under its own name. */
  readonly #channels = new Map<string, string[]>();
  readonly #states = new Map<string, TopicState>();
  /** Published before all topics had answered. */
  #early: Publication[] = [];
  #place: HeldPoll | undefined;

  constructor({ shared, script }: ServerOptions) {
    this.#script = script;
    this.#held = heldPollsOf(shared);
  }

  handle(input: ServerInput<MessageBusMessage>): readonly ServerEffect[] {
    switch (input.kind) {
      case "requested":
        return this.#requested(input.request, input.body);
      case "joined":
        return this.#joined(input.topic);
      case "published":
        return this.#published(input.publication);
      case "woke":
        return this.#finish();
      case "commanded":
        return this.#commanded(input.command);
      case "received":
      case "told":
        return nothing;
      case "closed":
        this.#over();
        return nothing;
    }
  }

  /** A newer poll of the same client tells this one to make room. */
  signalled({ data }: Signal): readonly ServerEffect[] {
    return data === this.#place && data !== undefined ? this.#finish() : nothing;
  }

  #requested(request: RequestHead, body: Uint8Array): readonly ServerEffect[] {
    const text = new TextDecoder().decode(body);
    this.#clientId = clientIdOf(request.url);
    if (request.method === "OPTIONS") return [answers.preflight];
    if (this.#clientId === "") return [answers.notFound];
    const refusal = refusalOf(this.#script, request, nothing);
    if (refusal) return [refusal];
    if (this.#clientId === "broadcast") return broadcast(text);
    const mode = servedMode(request);
    const poll = readPoll(mode, text);
    // message_bus reads a body that is none as no channels at all.
    this.#poll = isPoll(poll) ? poll : { kind: mode, positions: [], seq: 0, heartbeat: false, raw: text };
    return this.#join(this.#poll, request);
  }

  #join({ positions }: PollMessage, request: RequestHead): readonly ServerEffect[] {
    this.#phase = "joining";
    const joins = new Map<string, JoinRequest>();
    for (const [channel, position] of positions) {
      const topic = topicOf(channel);
      // Who may not hear a channel gets nothing from it, and is not told: as `user_ids` and `group_ids` work.
      if (topic === undefined || this.#script?.subscribing({ request, topic, channel, params: {} })) continue;
      this.#channels.set(topic, [...(this.#channels.get(topic) ?? []), channel]);
      // Two channels of one topic may want different parts of its history: then all is asked for.
      joins.set(topic, joins.has(topic) ? { topic, last: Number.MAX_SAFE_INTEGER } : joinFor(topic, position));
    }
    if (joins.size === 0) return this.#answer();
    return [...joins.values()].map((join) => ({ kind: "join", join }));
  }

  #joined(state: TopicState): readonly ServerEffect[] {
    if (this.#phase !== "joining") return nothing;
    this.#states.set(state.topic, state);
    return this.#states.size < this.#channels.size ? nothing : this.#answer();
  }

  #answer(): readonly ServerEffect[] {
    const poll = this.#poll as PollMessage;
    const { items, topics } = this.#backlog(poll);
    const isHeld = poll.kind !== "plain_poll" && !this.#held.isFull;
    if (!isHeld || (poll.kind === "long_poll" && items.length > 0)) {
      this.#over();
      return [answers.plainAnswer(batch(items), topics)];
    }
    const place: HeldPoll = { clientId: this.#clientId, seq: poll.seq ?? 0, topic: [...this.#channels.keys()][0] };
    const holding = this.#held.hold(place);
    const head = poll.kind === "stream" ? [answers.streamHead, block(items, topics)] : nothing;
    this.#phase = poll.kind === "stream" ? "streaming" : "held";
    if (holding.kind === "out of date") return [...head, ...this.#finish()];
    this.#place = place;
    const { older } = holding;
    const replaced: readonly ServerEffect[] =
      older?.topic === undefined ? nothing : [{ kind: "signal", topic: older.topic, data: older }];
    return [...head, ...replaced, { kind: "wake", timer: "hold", afterMs: holdMs }];
  }

  /** Messages in order within each channel, then one status for all channels that need it; and what all that is about. */
  #backlog({ positions }: PollMessage): { readonly items: readonly string[]; readonly topics: readonly string[] } {
    const items: string[] = [];
    const topics = new Set<string>();
    const moved = new Map<string, number>();
    for (const [channel, position] of positions) {
      const topic = topicOf(channel) ?? "";
      const state = this.#states.get(topic) ?? {
        topic,
        epoch: "",
        lastOffset: 0,
        lastGlobalId: 0,
        replay: [],
        complete: true,
      };
      const { messages, movedTo } = backlogOf(position, state);
      const early = this.#early.filter(
        (publication) => publication.topic === topic && publication.offset > state.lastOffset,
      );
      const news = [...messages, ...early];
      for (const publication of news) items.push(answers.itemText(channel, publication));
      if (movedTo !== undefined) moved.set(channel, movedTo);
      if (news.length > 0 || movedTo !== undefined) topics.add(topic);
    }
    this.#early = [];
    if (moved.size > 0) items.push(answers.statusText(moved));
    return { items, topics: [...topics] };
  }

  #published(publication: Publication): readonly ServerEffect[] {
    if (this.#phase === "joining") this.#early.push(publication);
    const channels = this.#channels.get(publication.topic) ?? [];
    if (this.#phase === "streaming") return channels.map((channel) => block([answers.itemText(channel, publication)]));
    if (this.#phase !== "held") return nothing;
    // The first message ends the reply; the next poll fetches what comes after it.
    this.#over();
    return [answers.heldAnswer(batch(channels.map((channel) => answers.itemText(channel, publication))))];
  }

  /** As at the end of the hold: with an empty batch. */
  #finish(): readonly ServerEffect[] {
    const phase = this.#phase;
    this.#over();
    if (phase === "streaming") return [block([]), { kind: "end" }];
    return phase === "held" ? [answers.heldAnswer("[]")] : nothing;
  }

  #commanded(command: Command): readonly ServerEffect[] {
    // Its client knows no status that would keep it away: it comes back whatever it is told.
    if (command.kind === "kick" || command.kind === "disconnect") return this.#finish();
    // A server that restarts cuts its streams in the middle (Puma at SIGTERM).
    if (command.kind !== "restart" && command.kind !== "drop") return nothing;
    this.#over();
    return [{ kind: "drop" }];
  }

  #over(): void {
    this.#phase = "over";
    if (this.#place) this.#held.release(this.#place);
    this.#place = undefined;
  }
}

/** Only HTTP/1.1 has chunks (lib/message_bus/rack/middleware.rb). */
function servedMode(request: RequestHead): PollMode {
  const mode = modeOf(request);
  return mode === "stream" && request.httpVersion !== "1.1" ? "long_poll" : mode;
}

/** `MessageBus.publish` over HTTP, where an app allows it: the data stays the text that the form has. */
function broadcast(text: string): readonly ServerEffect[] {
  const form = new URLSearchParams(text);
  const topic = topicOf(form.get("channel") ?? "");
  const data = form.get("data");
  if (topic === undefined || data === null) return [answers.nothingToPublish];
  return [{ kind: "publish", topic, data }, answers.sent];
}

function batch(items: readonly string[]): string {
  return `[${items.join(",")}]`;
}

function block(items: readonly string[], topics?: readonly string[]): ServerEffect {
  return { kind: "send", data: formatBlock(batch(items)), topics };
}
