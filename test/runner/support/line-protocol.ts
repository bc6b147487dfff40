/**
 * A protocol for tests: a text frame is one line, and a body is lines ended by LF. Its parts can be replaced; its
 * observer tells nothing and its session does nothing unless they are.
 */
import type { DataFrame } from "../../../src/model/frame.ts";
import type { Message } from "../../../src/model/message.ts";
import type { Observer } from "../../../src/model/observer.ts";
import type { Decoder, Protocol } from "../../../src/model/protocol.ts";
import type { ClientSession } from "../../../src/model/session.ts";

export interface Parts {
  readonly session?: ClientSession;
  readonly observer?: Observer;
  readonly createDecoder?: () => Decoder;
  readonly createRequestDecoder?: () => Decoder;
  readonly polls?: true;
  readonly advise?: Protocol["advise"];
}

export function lineProtocol(parts: Parts = {}): Protocol {
  return {
    id: "lines",
    title: "Lines",
    transport: "websocket",
    match: () => 0,
    createDecoder: parts.createDecoder ?? (() => new LineDecoder()),
    ...(parts.createRequestDecoder && { createRequestDecoder: parts.createRequestDecoder }),
    ...(parts.polls && { polls: parts.polls }),
    read: () => ({ kind: "line" }),
    summarize: () => "",
    describe: () => ({ facts: [] }),
    labelChannel: (channel) => channel,
    createObserver: () => parts.observer ?? { observe: () => [] },
    connectForm: [],
    commandForms: [],
    createClientSession: () => parts.session ?? { handle: () => [] },
    advise: parts.advise ?? (() => []),
    door: { path: "/", hint: "", sample: { pathAndQuery: "/", settings: {} } },
    createServerSession: () => ({ handle: () => [] }),
  };
}

export class LineDecoder implements Decoder {
  #held = "";

  decode(frame: DataFrame): readonly Message[] {
    const text = Buffer.from(frame.data as string).toString();
    if (frame.kind === "text") return [{ kind: "line", channel: text }];
    const lines = (this.#held + text).split("\n");
    this.#held = lines.pop() ?? "";
    return lines.map((line) => ({ kind: "line", channel: line, raw: `${line}\n` }));
  }

  end(): readonly Message[] {
    return this.#held === "" ? [] : [{ kind: "unfinished", channel: this.#held, raw: this.#held }];
  }

  holdsPart(): boolean {
    return this.#held !== "";
  }
}
