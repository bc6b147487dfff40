/** A transport's sink that remembers everything in order, as a transcript of short lines. */
import type { Close, Frame, Handshake, RequestHead, ResponseHead } from "../../../src/model/frame.ts";
import type { TransportSink } from "../../../src/model/transport.ts";

export class RecordingSink implements TransportSink {
  readonly frames: Frame[] = [];
  /** `> request GET http://…`, `< text hello`, `opened`, `closed`; `>` is what was sent. */
  readonly transcript: string[] = [];
  readonly whenOpened: Promise<Handshake>;
  readonly whenClosed: Promise<Close>;
  #resolveOpened: (handshake: Handshake) => void = () => {};
  #resolveClosed: (close: Close) => void = () => {};
  readonly #waiting: { pattern: RegExp; missing: number; resolve: () => void }[] = [];

  constructor() {
    this.whenOpened = new Promise((resolve) => {
      this.#resolveOpened = resolve;
    });
    this.whenClosed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
  }

  frame(frame: Frame): void {
    this.frames.push(frame);
    this.#note(frameLine(frame));
  }

  opened(handshake: Handshake): void {
    this.#note("opened");
    this.#resolveOpened(handshake);
  }

  closed(close: Close): void {
    this.#note("closed");
    this.#resolveClosed(close);
  }

  /** Resolves as soon as so many lines of the transcript match. */
  async until(pattern: RegExp, count = 1): Promise<void> {
    const missing = count - this.transcript.filter((line) => pattern.test(line)).length;
    if (missing > 0) await new Promise<void>((resolve) => this.#waiting.push({ pattern, missing, resolve }));
  }

  /** The transcript without the heads: what travelled on the open connection. */
  get conversation(): string[] {
    return this.transcript.filter((line) => !/^[<>] (request|response) /.test(line));
  }

  /** All that was received of the body, as text. */
  get bodyText(): string {
    const chunks = this.frames.flatMap((frame) =>
      frame.kind === "chunk" && frame.direction === "received" ? [Buffer.from(frame.data as Uint8Array)] : [],
    );
    return Buffer.concat(chunks).toString();
  }

  requestHeads(): RequestHead[] {
    return this.frames.flatMap((frame) => (frame.kind === "request" ? [frame.head as RequestHead] : []));
  }

  responseHeads(): ResponseHead[] {
    return this.frames.flatMap((frame) => (frame.kind === "response" ? [frame.head as ResponseHead] : []));
  }

  #note(line: string): void {
    this.transcript.push(line);
    for (const wait of this.#waiting) {
      if (!wait.pattern.test(line)) continue;
      wait.missing -= 1;
      if (wait.missing === 0) wait.resolve();
    }
  }
}

function frameLine(frame: Frame): string {
  const arrow = frame.direction === "sent" ? ">" : "<";
  if (frame.kind === "request") return `${arrow} request ${(frame.head as RequestHead).method}`;
  if (frame.kind === "response") return `${arrow} response ${(frame.head as ResponseHead).status}`;
  const { data } = frame as { data: string | Uint8Array };
  const isBytes = typeof data !== "string" && frame.kind === "text";
  const text = isBytes ? `bytes ${Buffer.from(data).toString("hex")}` : Buffer.from(data as string).toString();
  const code = "code" in frame && frame.code !== undefined ? ` ${frame.code}` : "";
  return `${arrow} ${frame.kind}${code}${text === "" ? "" : ` ${text.slice(0, 80)}`}`;
}
