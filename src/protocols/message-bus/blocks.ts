/**
 * Cuts a streamed reply into blocks, whatever slices it comes in: nginx merges and splits them freely. Knows nothing of
 * what a block holds.
 */

/** Ends every block (message_bus lib/message_bus/client.rb, CHUNK_SEPARATOR). */
const separator = "\r\n|\r\n";

/** How a separator inside of a block is written. Cannot occur in JSON that escapes line ends, as all real JSON does. */
const escaped = /\r\n\|\|\r\n/g;

/** Characters of a block; what is longer is told and skipped. */
export const maxBlockLength = 32 * 1024 * 1024;

export type Block =
  | { readonly kind: "block"; readonly text: string }
  /** `text` is the beginning of a block that is longer than the limit; the rest stays in the frames. */
  | { readonly kind: "too long"; readonly text: string };

/** Characters of a text that cannot be read as a whole which become a message; what comes after stays in the frames. */
export const shownLength = 64 * 1024;

export class BlockCutter {
  /** Of the block that is not complete yet: text that cannot be part of a separator. */
  #pieces: string[] = [];
  #length = 0;
  /** The end of the text so far, which may be the beginning of a separator. */
  #tail = "";
  #isSkipping = false;

  add(slice: string): readonly Block[] {
    const blocks: Block[] = [];
    const text = this.#tail + slice;
    let from = 0;
    for (let at = text.indexOf(separator); at !== -1; at = text.indexOf(separator, from)) {
      this.#keep(text.slice(from, at), blocks);
      if (!this.#isSkipping) blocks.push({ kind: "block", text: withoutEscapes(this.#take()) });
      this.#isSkipping = false;
      from = at + separator.length;
    }
    const tailAt = Math.max(from, text.length - separator.length + 1);
    this.#keep(text.slice(from, tailAt), blocks);
    this.#tail = text.slice(tailAt);
    return blocks;
  }

  /** What is left without its separator; empty for nothing. */
  end(): string {
    const rest = this.#isSkipping ? "" : this.#take() + this.#tail;
    this.#tail = "";
    return rest;
  }

  get holdsPart(): boolean {
    return this.#length > 0 || this.#tail !== "";
  }

  #keep(text: string, blocks: Block[]): void {
    if (this.#isSkipping || text === "") return;
    this.#pieces.push(text);
    this.#length += text.length;
    if (this.#length <= maxBlockLength) return;
    blocks.push({ kind: "too long", text: this.#take().slice(0, shownLength) });
    this.#isSkipping = true;
  }

  #take(): string {
    const text = this.#pieces.length === 1 ? (this.#pieces[0] as string) : this.#pieces.join("");
    this.#pieces = [];
    this.#length = 0;
    return text;
  }
}

function withoutEscapes(text: string): string {
  return text.includes("\r\n||\r\n") ? text.replace(escaped, separator) : text;
}

/** A batch as one block of a stream. */
export function formatBlock(batch: string): string {
  return batch.replaceAll(separator, "\r\n||\r\n") + separator;
}
