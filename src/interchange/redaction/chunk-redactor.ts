/**
 * Redacts a body that came in chunks. A value may lie across the border of two: what follows the last character that no
 * such value contains waits for the next chunk, so that chunks keep their number and a body its text.
 */
import type { FrameData } from "../../model/frame.ts";
import { unfinishedSecret } from "./finding-kinds.ts";
import type { Redactor } from "./redactor.ts";

/** A tail longer than this is no single value. */
const longestTail = 16_384;
const border = /[\s"'`,;{}()<>|\\][^\s"'`,;{}()<>|\\]*$/;

export class ChunkRedactor {
  readonly #redactor: Redactor;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #waiting = "";
  #isText = true;

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
  }

  /** `isLast`: nothing waits any more. Bytes that turn out not to be UTF-8 are redacted as bytes from there on. */
  chunk(data: FrameData, isLast: boolean): FrameData {
    const text = this.#decoded(data, isLast);
    if (text === undefined) {
      const before = Buffer.from(this.#redactor.text(this.#taken()));
      const bytes = this.#redactor.bytes(typeof data === "string" ? Buffer.from(data) : data);
      return before.length === 0 ? bytes : Buffer.concat([before, bytes]);
    }
    const whole = this.#taken() + text;
    const cut = isLast ? whole.length : whole.length - (border.exec(whole)?.[0].length ?? whole.length + 1) + 1;
    const open = isLast ? -1 : whole.slice(-longestTail).search(unfinishedSecret);
    const start = open < 0 ? cut : Math.min(cut, Math.max(0, whole.length - longestTail) + open);
    const end = whole.length - start > longestTail ? whole.length : Math.max(0, start);
    this.#waiting = whole.slice(end);
    return this.#redactor.text(whole.slice(0, end));
  }

  #taken(): string {
    const taken = this.#waiting;
    this.#waiting = "";
    return taken;
  }

  #decoded(data: FrameData, isLast: boolean): string | undefined {
    if (typeof data === "string") return data;
    if (!this.#isText) return undefined;
    try {
      return this.#decoder.decode(data, { stream: !isLast });
    } catch {
      this.#isText = false;
      return undefined;
    }
  }
}
