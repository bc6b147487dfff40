/** Faults of how a connection comes about that leave it to the session to answer, and change the head of what it says. */
import type { ConnectingFault } from "../../src/model/fault.ts";
import type { HeaderList } from "../../src/model/frame.ts";
import { formatDuration } from "../../src/protocols/kit/words.ts";
import type { Answer } from "../outlet.ts";
import type { FaultBook, FaultEntry } from "./fault-book.ts";
import { takesGzip } from "./gzip-body.ts";
import type { Place } from "./scope.ts";

type Does<K extends ConnectingFault["kind"]> = Extract<ConnectingFault, { kind: K }>;

export class HeadFaults {
  readonly #book: FaultBook;
  readonly #place: Place;

  constructor(book: FaultBook, place: Place) {
    this.#book = book;
    this.#place = place;
  }

  /** The one to answer an upgrade with, instead of what the session chose. */
  subprotocol(chosen: string | undefined): string | undefined {
    const name = this.#strike("subprotocol", ({ name }) => `Answered the upgrade with the subprotocol "${name}"`)?.name;
    return name ?? chosen;
  }

  slow(): Does<"slowHead"> | undefined {
    const text = ({ byMs }: Does<"slowHead">) =>
      `Held the head of the answer back for ${formatDuration(byMs)}, to send it in small pieces`;
    return this.#strike("slowHead", text);
  }

  /** `compress` is called where a buffer compresses what it holds and the client can read that. */
  answer(answer: Answer, asked: HeaderList, compress: () => void): Answer {
    const type = this.#strike("contentType", ({ value }) => `Answered with the content type ${value}`)?.value;
    if (this.#compresses(answer, asked)) compress();
    if (type === undefined) return answer;
    const others = answer.headers.filter(([name]) => name.toLowerCase() !== "content-type");
    return { ...answer, headers: [...others, ["Content-Type", type]] };
  }

  #compresses({ status, headers }: Answer, asked: HeaderList): boolean {
    const isBare = status === 204 || status === 304;
    if (isBare || !takesGzip(asked) || headers.some(([name]) => name.toLowerCase() === "content-encoding"))
      return false;
    const isGzip = ({ fault: { does } }: FaultEntry) => does.kind === "buffer" && does.gzip === true;
    const entry = this.#book.at("message", this.#place).find((found) => isGzip(found) && this.#book.draws(found));
    if (entry) this.#book.struck(entry, { text: "Compressed the answer with gzip", client: this.#place.id });
    return entry !== undefined;
  }

  /** The first that chance lets. */
  #strike<K extends ConnectingFault["kind"]>(kind: K, text: (does: Does<K>) => string): Does<K> | undefined {
    for (const entry of this.#book.at("connecting", this.#place)) {
      const { does } = entry.fault;
      if (does.kind !== kind || !this.#book.draws(entry)) continue;
      this.#book.struck(entry, { text: text(does as Does<K>), client: this.#place.id });
      return does as Does<K>;
    }
    return undefined;
  }
}
