/** The two streams of a terminal program: what it yields goes to stdout, what it says of itself to stderr. */
import process from "node:process";
import { styleText } from "node:util";
import type { TextStyle } from "./row-text.ts";

export interface Output {
  /** Resolves when the reader has room for more, or has gone away (`| head`); never rejects. */
  line(text: string): Promise<void>;
  say(text: string): void;
  /** True once the reader has gone away: time to end. */
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
  let room = Promise.resolve();
  let makeRoom: (() => void) | undefined;
  stdout.on("drain", () => makeRoom?.());
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    // A terminal that was closed gives EIO.
    if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
    if (closed) return;
    closed = true;
    makeRoom?.();
    whenClosed?.();
  });
  // Nobody is left to be told.
  stderr.on("error", () => {});
  return {
    line(text) {
      if (closed || stdout.write(`${text}\n`)) return Promise.resolve();
      if (makeRoom) return room;
      room = new Promise((resolve) => {
        makeRoom = () => {
          makeRoom = undefined;
          resolve();
        };
      });
      return room;
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
