/** What one HTTP request is and what it tells, whichever version of HTTP carries it. */
import type { HeaderList, RequestHead, ResponseHead, StreamInfo } from "../model/frame.ts";

export interface Wish {
  readonly url: string;
  readonly method: string;
  /** In the spelling of HTTP/1.1; without what frames a body or a connection. */
  readonly headers: HeaderList;
  readonly body: Uint8Array | undefined;
}

/** Holds a body back while a decoder is full. */
export interface BodyFlow {
  pause(): void;
  resume(): void;
}

/** In this order; `failed` may come at any time, and nothing comes after `ended` or `failed`. */
export interface RequestEvents {
  /** The head was written; the body follows at once. */
  requested(head: RequestHead): void;
  /** All of the request was handed to the system. An early answer may come before it. */
  sent(): void;
  /** Early hints and the like (1xx) may come before the answer's own head. */
  answered(head: ResponseHead, flow: BodyFlow): void;
  data(chunk: Buffer): void;
  ended(): void;
  failed(error: unknown): void;
}

export interface RunningRequest {
  /** Gives the request up: over HTTP/1.1 with its connection, over HTTP/2 its stream only. */
  cancel(): void;
  /** HTTP/2: the stream, once the answer's head has come. */
  readonly stream?: StreamInfo | undefined;
}
