/**
 * What one client's wire tells a witness: puts what a socket or a response does into the words that a transport of that
 * client would use. Knows no protocol, and not what is done with it.
 */
import { isUtf8 } from "node:buffer";
import type {
  Close,
  CloseFrameInfo,
  ControlFrame,
  DataFrame,
  FrameData,
  Handshake,
  HeaderList,
  RequestHead,
  ResponseHead,
  TransportFailure,
} from "../src/model/frame.ts";
import type { TransportSink } from "../src/model/transport.ts";

/** As a transport of ours keeps of an answer that refused. */
const maxRefusalCharacters = 64 * 1024;

/** Who ended a connection with no word of goodbye. */
export type Cutter = "client" | "server";

export class Testimony {
  readonly #sink: TransportSink;
  readonly #request: RequestHead;
  readonly #address: string;
  readonly #askedAt = performance.now();
  #answer: { readonly head: ResponseHead; readonly at: number } | undefined;
  #isRefusal = false;
  #refusal = "";
  #seen: CloseFrameInfo | undefined;
  #sent: CloseFrameInfo | undefined;
  #fragments: { readonly binary: boolean; readonly parts: Uint8Array[] } | undefined;
  #isOver = false;

  /** `address` is the client's. */
  constructor(sink: TransportSink, request: RequestHead, address: string) {
    this.#sink = sink;
    this.#request = request;
    this.#address = address;
  }

  requested(): void {
    this.#sink.frame({ kind: "request", direction: "sent", head: this.#request });
  }

  requestBody(body: Uint8Array): void {
    if (body.length > 0) this.#sink.frame({ kind: "chunk", direction: "sent", data: body });
  }

  upgraded(head: ResponseHead, offered: readonly string[], subprotocol: string | undefined): void {
    this.#answered(head);
    const handshake = { request: this.#request, response: head, offered, subprotocol };
    this.#sink.opened({ ...handshake, remoteAddress: this.#address });
  }

  /** A plain answer. To an upgrade it is a refusal: then nothing was opened. */
  answered(head: ResponseHead): void {
    this.#answered(head);
    this.#isRefusal = isUpgrade(this.#request);
    if (this.#isRefusal) return;
    const timing = { connectMs: 0, holdMs: performance.now() - this.#askedAt };
    const handshake: Handshake = { request: this.#request, response: head, offered: [], timing };
    this.#sink.opened({ ...handshake, remoteAddress: this.#address });
  }

  body(data: FrameData): void {
    if (this.#isRefusal) this.#refusal = (this.#refusal + textOf(data)).slice(0, maxRefusalCharacters);
    else this.#sink.frame({ kind: "chunk", direction: "received", data });
  }

  /** A message of the server, or a fragment of one: a frame is told when all of it is out. */
  wrote(data: string | Uint8Array, { binary, fin }: { readonly binary: boolean; readonly fin: boolean }): void {
    if (fin && !this.#fragments) {
      this.#message(data, binary);
      return;
    }
    this.#fragments ??= { binary, parts: [] };
    this.#fragments.parts.push(typeof data === "string" ? Buffer.from(data) : data);
    if (!fin) return;
    const { parts, binary: isBinary } = this.#fragments;
    this.#fragments = undefined;
    this.#message(Buffer.concat(parts), isBinary);
  }

  /** The client's close frame; told once. */
  sawClose(code: number | undefined, reason: string | Buffer = ""): void {
    if (!this.#sent) this.frame({ kind: "close", direction: "sent", data: reason, code });
  }

  frame(frame: DataFrame | ControlFrame): void {
    if (this.#isOver) return;
    if (frame.kind === "close") {
      const info = { code: frame.code, reason: textOf(frame.data) };
      if (frame.direction === "received") this.#seen ??= info;
      else this.#sent ??= info;
    }
    this.#sink.frame(frame);
  }

  /** Nothing came of it, and nobody of ours knows what was answered. */
  broken(message: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#sink.closed({ kind: "failed", failure: { stage: "handshake", code: "bad-upgrade", message } });
  }

  /** The connection is over, or the body of an answer; `cutBy` where it did not end as it should. */
  over(cutBy?: Cutter): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#sink.closed(this.#closeOf(cutBy));
  }

  #message(data: string | Uint8Array, isBinary: boolean): void {
    if (isBinary) this.frame({ kind: "binary", direction: "received", data });
    else this.frame({ kind: "text", direction: "received", data: typeof data === "string" ? data : readOnce(data) });
  }

  #answered(head: ResponseHead): void {
    this.#answer = { head, at: performance.now() };
    this.#sink.frame({ kind: "response", direction: "received", head });
  }

  #closeOf(cutBy: Cutter | undefined): Close {
    const answer = this.#answer;
    if (!answer) {
      const failure = failureOf(cutBy ?? "client", "before it was answered");
      // A client that gives up a poll that is held does nothing wrong.
      return { kind: "failed", failure: cutBy === "server" ? failure : { ...failure, code: "aborted" } };
    }
    if (this.#isRefusal) return { kind: "refused", response: answer.head, body: this.#refusal };
    if (answer.head.status === 101) {
      const failure = this.#seen || !cutBy ? undefined : failureOf(cutBy, "with no close frame");
      return { kind: "closed", seen: this.#seen, sent: this.#sent, failure };
    }
    const bodyMs = performance.now() - answer.at;
    if (cutBy === "client") return { kind: "ended", aborted: true, bodyMs };
    const failure = cutBy && failureOf(cutBy, "before the body was whole");
    return { kind: "ended", failure, bodyMs };
  }
}

let lastBytes: Uint8Array | undefined;
let lastText: FrameData = "";

/** A broadcast writes the same bytes again and again: they are read for the first client only. Bytes that are no text stay. */
function readOnce(bytes: Uint8Array): FrameData {
  if (bytes === lastBytes) return lastText;
  lastBytes = bytes;
  lastText = isUtf8(bytes) ? Buffer.from(bytes).toString() : bytes;
  return lastText;
}

function failureOf(cutBy: Cutter, when: string): TransportFailure {
  const who = cutBy === "client" ? "The client" : "The mock server";
  return { stage: "reset", code: `cut-by-${cutBy}`, message: `${who} ended the connection ${when}.` };
}

function isUpgrade({ headers }: { readonly headers: HeaderList }): boolean {
  return headers.some(([name, value]) => name.toLowerCase() === "upgrade" && value.toLowerCase() === "websocket");
}

function textOf(data: FrameData): string {
  return typeof data === "string" ? data : new TextDecoder().decode(data);
}
