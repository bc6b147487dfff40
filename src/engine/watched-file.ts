/**
 * A text file, read now and again whenever its content is another one. Watches the folder and not the file, since many
 * editors save by putting a new file in its place. Knows nothing of what the text means.
 */
import { type FSWatcher, watch } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";

/** Editors touch a file several times when they save it. */
const settleMs = 50;
/** Between taking the old file away and putting the new one there. */
const missingMs = 500;

export interface FileEvents {
  /** Its text is another one. Never called after `close`. */
  changed(text: string): void;
  /** A sentence: it cannot be read or watched any more. */
  lost(reason: string): void;
}

export class WatchedFile {
  readonly path: string;
  readonly #events: FileEvents;
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #text: string | undefined;
  #isMissing = false;
  #isClosed = false;

  constructor(path: string, events: FileEvents) {
    this.path = path;
    this.#events = events;
  }

  /** The text as it is now; `events` tell of later ones. Rejects with a sentence when it cannot be read. */
  async open(): Promise<string> {
    // Watched first: what is saved between reading and watching must not be missed.
    this.#watch();
    try {
      this.#text = await readFile(this.path, "utf8");
    } catch (error) {
      this.close();
      throw new Error(sentenceOf(error, this.path));
    }
    return this.#text;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#watcher?.close();
  }

  #watch(): void {
    const name = basename(this.path);
    try {
      this.#watcher = watch(dirname(this.path), { persistent: false }, (_event, changed) => {
        if (changed === null || changed === name) this.#lookIn(settleMs);
      });
      this.#watcher.on("error", (error) =>
        this.#events.lost(`${this.path} is not watched any more: ${error.message}.`),
      );
    } catch (error) {
      this.#events.lost(`${this.path} cannot be watched: ${error instanceof Error ? error.message : error}.`);
    }
  }

  #lookIn(ms: number): void {
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#look(), ms);
  }

  async #look(): Promise<void> {
    let text: string;
    try {
      text = await readFile(this.path, "utf8");
    } catch (error) {
      this.#missed(error);
      return;
    }
    this.#isMissing = false;
    if (this.#isClosed || text === this.#text) return;
    this.#text = text;
    this.#events.changed(text);
  }

  /** Once more a little later, before it is said that the file is gone. */
  #missed(error: unknown): void {
    if (this.#isClosed) return;
    if (this.#isMissing) {
      this.#isMissing = false;
      // Should it come back as it was, that is news.
      this.#text = undefined;
      this.#events.lost(sentenceOf(error, this.path));
      return;
    }
    this.#isMissing = true;
    this.#lookIn(missingMs);
  }
}

function sentenceOf(error: unknown, path: string): string {
  switch (error instanceof Error && "code" in error ? error.code : undefined) {
    case "ENOENT":
      return `There is no file ${path}.`;
    case "EISDIR":
      return `${path} is a folder, not a file.`;
    case "EACCES":
      return `This user may not read ${path}.`;
    default:
      return `${path} cannot be read: ${error instanceof Error ? error.message : error}.`;
  }
}
