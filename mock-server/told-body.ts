/**
 * A response body as a witness is told it: with the compression undone, as transports hand it over, since no decoder could read
 * it otherwise. Knows no response.
 */
import { constants, createGunzip, type Gunzip } from "node:zlib";
import type { FrameData, HeaderList } from "../src/model/frame.ts";

export class ToldBody {
  readonly #tell: (data: FrameData) => void;
  readonly #gunzip: Gunzip | undefined;

  constructor(headers: HeaderList, tell: (data: FrameData) => void) {
    this.#tell = tell;
    const isGzip = headers.some(([name, value]) => name.toLowerCase() === "content-encoding" && value === "gzip");
    if (!isGzip) return;
    // What is flushed is told at once; a body that is cut in the middle has no end.
    this.#gunzip = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
    this.#gunzip.on("data", (bytes: Buffer) => tell(bytes));
    this.#gunzip.on("error", () => {});
  }

  write(data: FrameData): void {
    if (this.#gunzip) this.#gunzip.write(data);
    else this.#tell(data);
  }

  /** `done` when all of it was told. */
  end(done: () => void): void {
    if (!this.#gunzip) {
      done();
      return;
    }
    this.#gunzip.once("close", done);
    this.#gunzip.end();
  }
}
