/**
 * Plays test conversations that are written as text: `>` what is put in, `<` what came out, `@ +3000ms` lets time pass
 * (timers that fall due fire in order), `#` is a comment. A transcript is right when playing it gives the same text back.
 * What it is played against stands in `client-player.ts`, `server-player.ts` and `observer-player.ts`.
 */

/** Where every transcript's clock begins: ms since the epoch, a whole multiple of 3 s. */
export const startAt = 1_760_000_001_000;

/** What a transcript is played against. */
export interface Player {
  /** One input line without its `>`. Returns the output lines without `<`. */
  put(line: string, at: number): readonly string[];
  /** When the next timer is due; undefined when there is none. */
  dueAt(): number | undefined;
  /** Fires that timer, or, for an observer, tells the time. */
  pass(at: number): readonly string[];
}

/** The whole text as it happened: equal to the given one if the conversation is right. */
export function play(player: Player, text: string): string {
  const lines: string[] = [];
  let now = startAt;
  for (const line of text.split("\n").map((raw) => raw.trim())) {
    if (line === "" || line.startsWith("#")) lines.push(line);
    if (line.startsWith("@")) {
      lines.push(line);
      const until = now + durationOf(line);
      for (let dueAt = player.dueAt(); dueAt !== undefined && dueAt <= until; dueAt = player.dueAt()) {
        now = Math.max(now, dueAt);
        lines.push(...player.pass(now).map((out) => `< ${out}`));
      }
      now = until;
    } else if (line.startsWith(">")) {
      lines.push(line);
      lines.push(...player.put(line.slice(1).trim(), now).map((out) => `< ${out}`));
    }
  }
  return lines.join("\n").trim();
}

/** As it must come back from `play`: without the indentation of the test's own code. */
export function written(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.join("\n").trim();
}

function durationOf(line: string): number {
  const ms = /^@ \+(\d+(?:\.\d+)?)ms$/.exec(line)?.[1];
  if (ms === undefined) throw new Error(`Not a step of time: ${line}`);
  return Number(ms);
}

/** Timers by name, as a runner keeps them. */
export class Timers {
  private readonly due = new Map<string, number>();

  wake(timer: string, at: number): void {
    this.due.set(timer, at);
  }

  forget(timer: string): void {
    this.due.delete(timer);
  }

  next(): readonly [timer: string, at: number] | undefined {
    return [...this.due].sort((a, b) => a[1] - b[1])[0];
  }

  take(): string {
    const timer = this.next()?.[0] ?? "";
    this.due.delete(timer);
    return timer;
  }
}
