/** Counts what passed, and says it in the lines that `npm test` reads: `workbench: 12 passed, 0 failed, 0 skipped`. */

export class Report {
  readonly #startedAt = performance.now();
  #passed = 0;
  readonly #failed: string[] = [];
  readonly #skipped: string[] = [];

  pass(name: string): void {
    this.#passed += 1;
    this.note(`ok    ${name}`);
  }

  fail(name: string, error: unknown): void {
    this.#failed.push(name);
    this.note(`FAIL  ${name}`);
    // Playwright's message tells every attempt; its first lines say what was in the way.
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const [message = "", ...stack] = text.split(/\n(?= {4}at )/);
    console.error([...message.split("\n").slice(0, 14), ...stack.slice(0, 3)].join("\n"));
  }

  skip(name: string): void {
    this.#skipped.push(name);
    this.note(`skip  ${name}`);
  }

  note(text: string): void {
    const elapsedS = (performance.now() - this.#startedAt) / 1000;
    console.log(`[${elapsedS.toFixed(1).padStart(6)} s] ${text}`);
  }

  /** Prints the end and gives the exit code. */
  end(): number {
    for (const name of this.#failed) console.log(`workbench: failed: ${name}`);
    for (const name of this.#skipped) console.log(`workbench: skipped: ${name}`);
    console.log(`workbench: ${this.#passed} passed, ${this.#failed.length} failed, ${this.#skipped.length} skipped`);
    return this.#failed.length === 0 ? 0 : 1;
  }
}
