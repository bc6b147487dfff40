/** The two streams of a terminal program: what it yields goes to stdout, what it says of itself to stderr. */
import { once } from "node:events";
import process from "node:process";
import { styleText } from "node:util";
import type { TextStyle } from "./row-text.ts";

export interface Output {
  /** Resolves when the reader has room for more. Throws nothing: after a closed pipe it does nothing. */
  line(text: string): Promise<void>;
  say(text: string): void;
  /** True once the reader has gone away (`| head`): time to end. */
  readonly closed: boolean;
  /** Called once when that happens. */
  onClosed(task: () => void): void;
  /** NO_COLOR, FORCE_COLOR and whether it is a terminal at all decide on colours. */
  readonly style: TextStyle;
}

export function createOutput(): Output {
  const { stdout, stderr } = process;
  let closed = false;
  let whenClosed: (() => void) | undefined;
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    if (closed) return;
    closed = true;
    whenClosed?.();
  });
  // Nobody is left to be told.
  stderr.on("error", () => {});
  return {
    async line(text) {
      if (closed || stdout.write(`${text}\n`)) return;
      await Promise.race([once(stdout, "drain"), once(stdout, "close")]).catch(() => undefined);
    },
    say: (text) => void stderr.write(`${text}\n`),
    get closed() {
      return closed;
    },
    onClosed(task) {
      whenClosed = task;
    },
    style: {
      paint: (tint, text) => (text === "" ? "" : styleText(tint, text, { stream: stdout })),
      get width() {
        return stdout.isTTY ? stdout.columns : undefined;
      },
    },
  };
}
