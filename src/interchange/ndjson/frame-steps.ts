/** Finds where connections open and end in a file that has frames alone. */
import type { Close, Frame, Handshake, RequestHead, ResponseHead } from "../../model/frame.ts";
import type { TransportName } from "../../model/transport.ts";
import { headerValue } from "../../protocols/kit/headers.ts";
import { endUnknown } from "../har/endings.ts";
import type { Step } from "../step.ts";

interface Link {
  request: RequestHead | undefined;
  isOpen: boolean;
  seen: Close | undefined;
}

export class FrameSteps {
  readonly #transport: TransportName;
  readonly #url: string;
  readonly #handshakes = new Map<number, Handshake>();
  readonly #links = new Map<number, Link>();

  /** `url`: where the frames have no head that tells. */
  constructor(transport: TransportName, url: string) {
    this.#transport = transport;
    this.#url = url;
  }

  /** Told before the frames of that connection; else its heads tell. */
  agreed(connection: number, handshake: Handshake): void {
    this.#handshakes.set(connection, handshake);
  }

  *of(at: number, connection: number, frame: Frame): Generator<Step> {
    let link = this.#links.get(connection);
    if (!link) {
      yield* this.end(at);
      link = { request: undefined, isOpen: false, seen: undefined };
      this.#links.set(connection, link);
    }
    const isSentBody = frame.kind === "chunk" && frame.direction === "sent";
    const opensFirst = !link.isOpen && !("head" in frame) && !isSentBody;
    if (opensFirst) yield this.#opened(at, connection, link, undefined);
    if (frame.kind === "request") link.request = frame.head as RequestHead;
    if (frame.kind === "close" && frame.direction === "received")
      link.seen = { kind: "closed", seen: { code: frame.code, reason: String(frame.data) } };
    yield { kind: "frame", at, connection, frame };
    if (frame.kind === "response" && !link.isOpen) yield this.#opened(at, connection, link, frame.head as ResponseHead);
  }

  /** What is open ends: the next connection begins, or the file is over. */
  *end(at: number): Generator<Step> {
    for (const [connection, { isOpen, seen }] of this.#links) {
      if (!isOpen) continue;
      const close: Close = this.#transport === "http" ? { kind: "ended" } : (seen ?? endUnknown);
      yield { kind: "closed", at, connection, close };
    }
    this.#links.clear();
  }

  #opened(at: number, connection: number, link: Link, response: ResponseHead | undefined): Step {
    link.isOpen = true;
    const agreed = this.#handshakes.get(connection);
    const handshake = agreed ?? handshakeFrom(link.request, response, this.#url);
    return { kind: "opened", at, connection, handshake, isPresumed: !agreed && !response };
  }
}

function handshakeFrom(request: RequestHead | undefined, response: ResponseHead | undefined, url: string): Handshake {
  const found = request ?? { method: "GET", url, httpVersion: "1.1", headers: [] };
  return {
    request: found,
    response: response ?? { status: 101, reason: "", httpVersion: "1.1", headers: [] },
    offered: headerValue(found.headers, "sec-websocket-protocol")?.split(/,\s*/) ?? [],
    subprotocol: response && headerValue(response.headers, "sec-websocket-protocol"),
  };
}
