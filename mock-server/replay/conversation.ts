/**
 * Plays one recorded connection to one client, in place of its protocol's own server session: what was said is said again,
 * and where the client spoke it is waited for. Knows no protocol; what the recording has nothing of is left to the
 * protocol's own session.
 */
import type { Command } from "../../src/model/form.ts";
import type { DataFrame, FrameData, RequestHead } from "../../src/model/frame.ts";
import type { ServerEffect, ServerInput, ServerSession, Signal } from "../../src/model/session.ts";
import { parseStructured } from "../../src/scenario/holes/json-leaves.ts";
import type { RecordedAnswer, RecordedConnection, Replay, Turn } from "../../src/scenario/replay.ts";
import { offeredSubprotocols } from "../request-head.ts";
import type { Cast, Casting } from "./casting.ts";
import type { Heard, HeardMessage } from "./heard.ts";
import { closeCode, isOnePiece, overAnswer, withOriginOf } from "./replay-answers.ts";
import type { Wording } from "./wording.ts";

export interface ConversationParts {
  readonly replay: Replay;
  readonly casting: Casting;
  readonly wording: Wording;
  readonly heard: Heard;
  /** The scenario lets it in. */
  readonly isWelcome: (request: RequestHead) => boolean;
  /** The protocol's own. It also knows how to turn somebody away. */
  readonly ownSession: () => ServerSession;
}

/** Between two rounds of a loop, so that one without any waiting leaves everything else its turn. */
const betweenRoundsMs = 1_000;
/** A cut takes along what is not on its way yet, which the recorded client had. */
const beforeCutMs = 50;
const longestExcerpt = 120;

type Played = Extract<Cast, { kind: "play" }>;

export class Conversation implements ServerSession<HeardMessage> {
  readonly #parts: ConversationParts;
  #own: ServerSession | undefined;
  #played: Played | undefined;
  #request: RequestHead | undefined;
  #next = 0;
  #isWaiting = false;
  #isOver = false;

  constructor(parts: ConversationParts) {
    this.#parts = parts;
  }

  handle(input: ServerInput<HeardMessage>): readonly ServerEffect[] {
    if (this.#own) return this.#leave(this.#own, input);
    switch (input.kind) {
      case "requested":
        return this.#requested(input);
      case "received":
        return this.#received(input.message, input.at);
      case "woke":
        return input.timer.startsWith("beat ") ? this.#beat(input.timer, input.at) : this.#woke(input.timer, input.at);
      case "commanded":
        return this.#commanded(input.command);
      case "closed":
        this.#isOver = true;
        return [];
      default:
        return [];
    }
  }

  signalled(signal: Signal): readonly ServerEffect[] {
    return this.#own?.signalled?.(signal) ?? [];
  }

  #leave(own: ServerSession, input: ServerInput<HeardMessage>): readonly ServerEffect[] {
    if (input.kind !== "received") return own.handle(input);
    return input.message.messages.flatMap((message) => own.handle({ ...input, message }));
  }

  #requested(input: Extract<ServerInput<HeardMessage>, { kind: "requested" }>): readonly ServerEffect[] {
    const { request, body, at } = input;
    if (!this.#parts.isWelcome(request)) return this.#leaveTo(input);
    const cast = this.#parts.casting.cast({ request, body: new TextDecoder().decode(body) });
    switch (cast.kind) {
      case "unknown":
        return this.#leaveTo(input);
      case "over":
        return [{ kind: "note", text: "turned away, because the replay is over" }, overAnswer];
      case "silence":
        return [{ kind: "note", text: "held without an answer, because the replay is at its end" }];
      case "play":
        this.#played = cast;
        this.#request = request;
        this.#parts.wording.learn(cast.values);
        return this.#begin(cast.connection, at);
    }
  }

  #leaveTo(input: ServerInput<HeardMessage>): readonly ServerEffect[] {
    this.#own = this.#parts.ownSession();
    return this.#leave(this.#own, input);
  }

  #begin({ answer }: RecordedConnection, at: number): readonly ServerEffect[] {
    if (!answer) return [{ kind: "note", text: "held without an answer, as it was recorded" }];
    const afterMs = this.#scaled(answer.afterMs);
    return afterMs > 0 ? [{ kind: "wake", timer: "answer", afterMs }] : this.#answer(answer, at);
  }

  #woke(timer: string, at: number): readonly ServerEffect[] {
    const { answer, turns } = this.#connection;
    if (this.#isOver) return [];
    if (timer === "answer") return answer ? this.#answer(answer, at) : [];
    const turn = turns[this.#next];
    if (!turn || timer !== "turn") return this.#advance(at);
    this.#next += 1;
    return [...this.#perform(turn, at), ...this.#advance(at)];
  }

  #answer(answer: RecordedAnswer, at: number): readonly ServerEffect[] {
    const { turns, heartbeats } = this.#connection;
    const { status, subprotocol } = answer;
    const headers = status === 101 ? answer.headers : withOriginOf(this.#request, answer.headers);
    if (isOnePiece(turns, heartbeats)) {
      const [turn] = turns;
      this.#isOver = true;
      const body = turn?.kind === "send" ? this.#parts.wording.written(turn.data, at) : undefined;
      return [{ kind: "respond", status, headers, body }];
    }
    const beats = heartbeats.map(({ afterMs }, index) => ({ kind: "wake", timer: `beat ${index}`, afterMs }) as const);
    return [...this.#head(status, headers, subprotocol), ...beats, ...this.#advance(at)];
  }

  #head(status: number, headers: RecordedAnswer["headers"], subprotocol: string | undefined): readonly ServerEffect[] {
    if (status !== 101) return [{ kind: "respond", status, headers, stream: true }];
    if (subprotocol === undefined || (this.#request && offeredSubprotocols(this.#request).includes(subprotocol))) {
      return [{ kind: "accept", subprotocol, headers }];
    }
    const text = `the recording has the subprotocol ${subprotocol}, which this client did not offer`;
    return [
      { kind: "note", text },
      { kind: "accept", headers },
    ];
  }

  /** Goes on until something has to be waited for. */
  #advance(at: number): readonly ServerEffect[] {
    const effects: ServerEffect[] = [];
    const { turns } = this.#connection;
    while (!this.#isOver) {
      const turn = turns[this.#next];
      if (!turn || (this.#next === turns.length - 1 && this.#isWithheld(turn)))
        return [...effects, ...this.#ended(turns)];
      if (turn.kind === "expect") {
        const values = this.#parts.heard.take(turn.data);
        this.#isWaiting = !values;
        if (!values) return effects;
        this.#parts.wording.learn(values);
      } else {
        const afterMs = Math.max(this.#scaled(turn.afterMs), turn.kind === "cut" ? beforeCutMs : 0);
        if (afterMs > 0) return [...effects, { kind: "wake", timer: "turn", afterMs }];
        effects.push(...this.#perform(turn, at));
      }
      this.#next += 1;
    }
    return effects;
  }

  /** Who stays does not close, at the very end. */
  #isWithheld({ kind }: Turn): boolean {
    const isEnding = kind === "close" || kind === "cut" || kind === "end";
    return isEnding && this.#parts.replay.ending === "stay" && (this.#played?.isLast ?? false);
  }

  #ended(turns: readonly Turn[]): readonly ServerEffect[] {
    if (this.#parts.replay.ending !== "loop" || turns.length === 0) return [];
    this.#next = 0;
    return [{ kind: "wake", timer: "round", afterMs: betweenRoundsMs }];
  }

  #perform(turn: Turn, at: number): readonly ServerEffect[] {
    switch (turn.kind) {
      case "send":
        return [{ kind: "send", data: this.#parts.wording.written(turn.data, at) }];
      case "close":
        this.#isOver = true;
        return [{ kind: "close", code: closeCode(turn.code), reason: turn.reason }];
      case "end":
        this.#isOver = true;
        return [{ kind: "end" }];
      case "cut":
        this.#isOver = true;
        return [{ kind: "drop" }];
      case "expect":
        return [];
    }
  }

  #received(message: HeardMessage, at: number): readonly ServerEffect[] {
    if (message.messages.length > 0 && message.messages.every(({ heartbeat }) => heartbeat)) return [];
    this.#parts.heard.add(message);
    const before = this.#next;
    const effects = [said(message.frame), ...(this.#isWaiting ? this.#advance(at) : [])];
    if (this.#next !== before || !this.#isWaiting) return effects;
    const turn = this.#connection.turns[this.#next];
    // With what its holes stand for at the moment: a name alone does not tell why this was not it.
    const expected = turn?.kind === "expect" ? excerpt(this.#parts.wording.written(turn.data, at)) : "nothing more";
    return [
      ...effects,
      { kind: "note", text: `said ${excerpt(message.frame.data)}, where the replay waits for ${expected}` },
    ];
  }

  #beat(timer: string, at: number): readonly ServerEffect[] {
    const beat = this.#isOver ? undefined : this.#connection.heartbeats[Number(timer.slice("beat ".length))];
    if (!beat) return [];
    const data = this.#parts.wording.written(beat.data, at);
    return [
      { kind: "send", data },
      { kind: "wake", timer, afterMs: Math.max(1, beat.everyMs) },
    ];
  }

  /** What the one who runs the mock server asks of its clients, in the words of no protocol. */
  #commanded({ kind }: Command): readonly ServerEffect[] {
    if (kind !== "restart" && kind !== "kick" && kind !== "drop") return [];
    this.#isOver = true;
    if (kind === "drop" || this.#played?.connection.answer?.status !== 101) return [{ kind: "drop" }];
    return [
      kind === "kick"
        ? { kind: "close", code: 1008, reason: "kicked" }
        : { kind: "close", code: 1012, reason: "service restart" },
    ];
  }

  get #connection(): RecordedConnection {
    if (!this.#played) throw new Error("There is no request that it was cast for.");
    return this.#played.connection;
  }

  #scaled(ms: number): number {
    const { speed } = this.#parts.replay;
    return speed > 0 ? ms / speed : 0;
  }
}

/** So that whoever waits for what clients say hears it here too. What is to be done with it is the recording's business. */
function said({ data }: DataFrame): ServerEffect {
  const value =
    typeof data === "string" ? (parseStructured(data) ?? data) : { base64: Buffer.from(data).toString("base64") };
  return { kind: "said", topic: undefined, data: value, otherwise: [] };
}

function excerpt(data: FrameData): string {
  const text = typeof data === "string" ? data : `${data.length} bytes`;
  return text.length > longestExcerpt ? `${text.slice(0, longestExcerpt)}…` : text;
}
