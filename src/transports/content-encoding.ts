/**
 * Undoes an HTTP body's content-encoding while it arrives, so that a stream behind a compressing proxy can be read live.
 * Knows neither sockets nor what the body means.
 */
import type { Transform } from "node:stream";
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from "node:zlib";
import type { TransportFailure } from "../model/frame.ts";

export interface BodySink {
  data(chunk: Buffer): void;
  /** Room again after `write` said no. */
  drained(): void;
  ended(): void;
  failed(failure: TransportFailure): void;
}

export interface BodyDecoder {
  /** False: wait for `drained` before the next one. */
  write(chunk: Buffer): boolean;
  end(): void;
  destroy(): void;
}

/**
 * A decoder for gzip, deflate, br or zstd; undefined for a body that is to be taken as it is. One arrival may unfold to
 * `maxArrivalBytes` at most, beyond that it is a bomb and fails.
 */
export function createBodyDecoder(encoding: string, maxArrivalBytes: number, sink: BodySink): BodyDecoder | undefined {
  const name = encoding.trim().toLowerCase();
  return name in factories ? new StreamDecoder(name, maxArrivalBytes, sink) : undefined;
}

// Flushing at each step: a stream must not wait for the end of a block that may never come.
const zlibOptions = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH };
const brotliOptions = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH };
const zstdOptions = { flush: constants.ZSTD_e_flush, finishFlush: constants.ZSTD_e_flush };

const factories: Readonly<Record<string, (first: Buffer) => Transform>> = {
  gzip: () => createGunzip(zlibOptions),
  "x-gzip": () => createGunzip(zlibOptions),
  // By the standard deflate has a zlib header (RFC 9110 section 8.4.1.2); some servers send it bare, and browsers cope.
  deflate: (first) => (((first[0] ?? 0) & 0x0f) === 8 ? createInflate(zlibOptions) : createInflateRaw(zlibOptions)),
  br: () => createBrotliDecompress(brotliOptions),
  zstd: () => createZstdDecompress(zstdOptions),
};

class StreamDecoder implements BodyDecoder {
  readonly #name: string;
  readonly #maxArrivalBytes: number;
  readonly #sink: BodySink;
  #stream: Transform | undefined;
  #unfoldedBytes = 0;

  constructor(name: string, maxArrivalBytes: number, sink: BodySink) {
    this.#name = name;
    this.#maxArrivalBytes = maxArrivalBytes;
    this.#sink = sink;
  }

  write(chunk: Buffer): boolean {
    this.#stream ??= this.#start(chunk);
    return this.#stream.write(chunk, () => {
      this.#unfoldedBytes = 0;
    });
  }

  end(): void {
    if (this.#stream === undefined) this.#sink.ended();
    else this.#stream.end();
  }

  destroy(): void {
    this.#stream?.destroy();
  }

  #start(first: Buffer): Transform {
    const stream = (factories[this.#name] as (first: Buffer) => Transform)(first);
    stream.on("data", (chunk: Buffer) => this.#unfolded(stream, chunk));
    stream.on("drain", () => this.#sink.drained());
    stream.on("end", () => this.#sink.ended());
    stream.on("error", (error: NodeJS.ErrnoException) => {
      const code = error.code ?? error.name;
      this.#sink.failed({ stage: "protocol", code, message: `The body is not valid ${this.#name}: ${error.message}.` });
    });
    return stream;
  }

  #unfolded(stream: Transform, chunk: Buffer): void {
    this.#unfoldedBytes += chunk.length;
    if (this.#unfoldedBytes <= this.#maxArrivalBytes) {
      this.#sink.data(chunk);
      return;
    }
    stream.destroy();
    this.#sink.failed({
      stage: "protocol",
      code: "body-too-large",
      message: `One arrival of the ${this.#name} body unfolds to more than the limit of ${this.#maxArrivalBytes} bytes.`,
    });
  }
}
