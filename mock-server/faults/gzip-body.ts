/** A response body that is compressed on its way, as a proxy does it. What is flushed can be read at once by the client. */
import { constants, createGzip, gzipSync } from "node:zlib";
import type { HeaderList } from "../../src/model/frame.ts";
import type { Answer } from "../outlet.ts";

export class GzipBody {
  readonly #gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
  #onEnd: (() => void) | undefined;

  constructor(send: (bytes: Uint8Array) => void) {
    this.#gzip.on("data", send);
    this.#gzip.once("end", () => this.#onEnd?.());
  }

  write(bytes: Uint8Array): void {
    this.#gzip.write(bytes);
  }

  /** `done` when all of it was sent. */
  end(done: () => void): void {
    this.#onEnd = done;
    this.#gzip.end();
  }
}

/** Whether the client can read it (RFC 9110 section 12.5.3). */
export function takesGzip(headers: HeaderList): boolean {
  return headers.some(
    ([name, value]) => name.toLowerCase() === "accept-encoding" && /\bgzip\b(?!\s*;\s*q=0(\.0*)?\b)/i.test(value),
  );
}

/** The head of an answer whose body will be compressed. */
export function gzipHead(answer: Answer): Answer {
  return { ...answer, headers: [...withoutLength(answer.headers), ["Content-Encoding", "gzip"]] };
}

export function gzipWhole(answer: Answer, body: Uint8Array): Answer {
  const compressed = gzipSync(body);
  const { headers } = gzipHead(answer);
  return { ...answer, headers: [...headers, ["Content-Length", String(compressed.length)]], body: compressed };
}

function withoutLength(headers: HeaderList): HeaderList {
  return headers.filter(([name]) => name.toLowerCase() !== "content-length");
}
