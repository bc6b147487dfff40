/**
 * Who brings in what apps say over pub/sub, of which Redis keeps nothing: all mock servers hear it, one writes it to the
 * shared log, and the others remember what they heard until it stands there, so that whoever takes over goes on where the
 * other left off. Knows no Redis.
 */
import type { AppMessage } from "./app-forms.ts";

/** Heard of one source and not yet in the log; the oldest go first. */
const maxRemembered = 1_000;

interface Remembered extends AppMessage {
  readonly json: string;
}

export class Ears {
  readonly #bringIn: (source: string, message: AppMessage, json: string) => void;
  readonly #remembered = new Map<string, Remembered[]>();
  readonly #mine = new Set<string>();

  constructor(sources: readonly string[], bringIn: (source: string, message: AppMessage, json: string) => void) {
    this.#bringIn = bringIn;
    for (const source of sources) this.#remembered.set(source, []);
  }

  get sources(): readonly string[] {
    return [...this.#remembered.keys()];
  }

  heard(source: string, message: AppMessage): void {
    const remembered = this.#remembered.get(source);
    if (!remembered) return;
    const json = JSON.stringify(message.data);
    remembered.push({ ...message, json });
    if (remembered.length > maxRemembered) remembered.shift();
    if (this.#mine.has(source)) this.#bringIn(source, message, json);
  }

  /** It stands in the log. */
  isIn(source: string, topic: string, data: unknown): void {
    const remembered = this.#remembered.get(source) ?? [];
    const json = JSON.stringify(data);
    const place = remembered.findIndex((one) => one.topic === topic && one.json === json);
    if (place >= 0) remembered.splice(place, 1);
  }

  /** From now on this one brings in, or does not. */
  own(source: string, isMine: boolean): void {
    if (!isMine) this.#mine.delete(source);
    if (!isMine || this.#mine.has(source)) return;
    this.#mine.add(source);
    for (const { json, ...message } of this.#remembered.get(source) ?? []) this.#bringIn(source, message, json);
  }

  /** The connection is gone, and with it the order in which things were heard. */
  goDeaf(): void {
    this.#mine.clear();
    for (const remembered of this.#remembered.values()) remembered.length = 0;
  }
}
