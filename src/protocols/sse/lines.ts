/** Cuts a stream of text into lines at CRLF, LF or CR, whatever the slices. Knows no fields. */

export interface LineSink {
  /** A line without its end. `end` is a lone CR also for a CRLF whose LF comes in a later slice. */
  line(text: string, end: string): void;
  /** That LF. */
  lateLineFeed(): void;
}

export class LineSplitter {
  readonly #sink: LineSink;
  /** Slices of the line that has not ended. An array, since joining at each slice would take quadratic time. */
  #pending: string[] = [];
  #pendingLength = 0;
  #forgotten = false;
  /** The last slice ended with a CR. Its line is out already, since waiting for an LF could mean waiting for ever. */
  #afterCarriageReturn = false;

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  /** Characters of the line that has not ended. */
  get pendingLength(): number {
    return this.#pendingLength;
  }

  /** The line that has not ended. */
  get pending(): string {
    return this.#pending.join("");
  }

  feed(text: string): void {
    let start = 0;
    if (this.#afterCarriageReturn && text !== "") {
      this.#afterCarriageReturn = false;
      if (text.startsWith("\n")) {
        this.#sink.lateLineFeed();
        start = 1;
      }
    }
    let cr = text.indexOf("\r", start);
    let lf = text.indexOf("\n", start);
    while (cr !== -1 || lf !== -1) {
      const at = cr === -1 || (lf !== -1 && lf < cr) ? lf : cr;
      const next = at === cr && lf === at + 1 ? at + 2 : at + 1;
      this.#afterCarriageReturn = at === cr && next === text.length && next === at + 1;
      this.#complete(text.slice(start, at), text.slice(at, next));
      start = next;
      if (cr !== -1 && cr < start) cr = text.indexOf("\r", start);
      if (lf !== -1 && lf < start) lf = text.indexOf("\n", start);
    }
    if (start < text.length) this.#keep(text.slice(start));
  }

  /** Gives up the text of the line that has not ended; when it ends it counts as a line that is not blank. */
  forgetPending(): void {
    this.#forgotten = this.#pendingLength > 0;
    this.#pending = [];
  }

  #keep(rest: string): void {
    this.#pendingLength += rest.length;
    if (!this.#forgotten) this.#pending.push(rest);
  }

  #complete(rest: string, end: string): void {
    let line = rest;
    if (this.#pendingLength > 0) {
      line = this.#forgotten ? forgottenLine : this.#pending.join("") + rest;
      this.#pending = [];
      this.#pendingLength = 0;
      this.#forgotten = false;
    }
    this.#sink.line(line, end);
  }
}

/** A comment, to whoever reads it. */
const forgottenLine = ":";
