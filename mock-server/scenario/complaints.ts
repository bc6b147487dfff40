/** What a scenario does wrong while it plays, for the log: each sentence once, since it is mostly done again and again. */

/** More different ones than this are not listed. */
const mostKept = 100;

export class Complaints {
  readonly #log: (text: string) => void;
  readonly #said = new Set<string>();

  constructor(log: (text: string) => void) {
    this.#log = log;
  }

  /** `place` as the scenario's file names it: `messages[2].data`. */
  say(place: string, what: string): void {
    const text = `${place}: ${what.replace(/\.$/, "")}.`;
    if (this.#said.has(text) || this.#said.size >= mostKept) return;
    this.#said.add(text);
    this.#log(text);
  }
}
