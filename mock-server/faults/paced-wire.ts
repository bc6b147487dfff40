/**
 * The last stretch before the system's own socket, where bytes can be cut anywhere and slowed down. Stands in for the
 * `write` and `end` of a socket (or of an HTTP/2 stream) while something is cut or waits, and takes itself out afterwards.
 * Knows nothing of messages.
 */
import type { Writable } from "node:stream";
import type { Clock } from "../../src/clock/clock.ts";

/** What becomes of bytes. */
export interface Pace {
  /** They go out in pieces of so many. */
  readonly cutBytes?: number | undefined;
  readonly bytesPerSecond?: number | undefined;
}

/** A slowed wire writes this often, so that it trickles and does not come in gulps. */
const tickMs = 50;

interface Piece {
  readonly bytes: Uint8Array;
  readonly waitMs: number;
  readonly done: Done | undefined;
}

type Done = (error?: Error | null) => void;

const known = new WeakMap<Writable, PacedWire>();

export class PacedWire {
  readonly #wire: Writable & { destroySoon?: () => void };
  readonly #clock: Clock;
  readonly #write: Writable["write"];
  readonly #queue: Piece[] = [];
  /** What is written while it must be cut as one. */
  #gathered: { readonly bytes: Uint8Array; readonly done: Done | undefined }[] | undefined;
  #pendingBytes = 0;
  #afterwards: (() => void)[] = [];
  #isRunning = false;

  /** The one of this wire. */
  static of(wire: Writable, clock: Clock): PacedWire {
    const found = known.get(wire);
    if (found) return found;
    const paced = new PacedWire(wire, clock);
    known.set(wire, paced);
    return paced;
  }

  static pendingBytes(wire: Writable): number {
    const paced = known.get(wire);
    return paced ? paced.#pendingBytes : 0;
  }

  private constructor(wire: Writable, clock: Clock) {
    this.#wire = wire;
    this.#clock = clock;
    this.#write = wire.write.bind(wire);
    this.#install();
  }

  /** All that `task` writes to the wire goes at this pace; what is written later waits behind it, and goes as ever. */
  during(pace: Pace, task: () => void): void {
    const gathered: { readonly bytes: Uint8Array; readonly done: Done | undefined }[] = [];
    this.#gathered = gathered;
    try {
      task();
    } finally {
      this.#gathered = undefined;
      const done = (error?: Error | null) => {
        for (const written of gathered) written.done?.(error);
      };
      if (gathered.length > 0) this.#put(Buffer.concat(gathered.map(({ bytes }) => bytes)), done, pace);
      this.#run();
    }
  }

  #install(): void {
    const wire = this.#wire;
    const { end, destroySoon } = wire;
    wire.write = ((data: string | Uint8Array, ...more: unknown[]): boolean => {
      const encoding = typeof more[0] === "string" ? (more[0] as BufferEncoding) : undefined;
      const done = more.find((given): given is Done => typeof given === "function");
      const bytes = typeof data === "string" ? Buffer.from(data, encoding) : data;
      if (this.#gathered) this.#gathered.push({ bytes, done });
      else this.#put(bytes, done, {});
      return true;
    }) as Writable["write"];
    wire.end = ((...given: unknown[]): Writable => {
      const [data] = given;
      if (typeof data === "string" || data instanceof Uint8Array) {
        const encoding = typeof given[1] === "string" ? [given[1]] : [];
        (wire.write as (...all: unknown[]) => boolean)(data, ...encoding);
      }
      const done = given.find((one) => typeof one === "function");
      this.#finally(() => (end as (...all: unknown[]) => unknown).call(wire, ...(done ? [done] : [])));
      return wire;
    }) as Writable["end"];
    if (destroySoon) wire.destroySoon = () => this.#finally(() => destroySoon.call(wire));
  }

  /** As it was before, for a wire that has a long life before it. */
  #uninstall(): void {
    for (const name of ["write", "end", "destroySoon"] as const) Reflect.deleteProperty(this.#wire, name);
    known.delete(this.#wire);
  }

  #put(bytes: Uint8Array, done: Done | undefined, { cutBytes, bytesPerSecond }: Pace): void {
    const perTick = bytesPerSecond && Math.max(1, Math.floor((bytesPerSecond * tickMs) / 1000));
    const size = Math.min(cutBytes ?? Number.POSITIVE_INFINITY, perTick ?? Number.POSITIVE_INFINITY);
    for (let start = 0; start === 0 || start < bytes.length; start += size) {
      const piece = bytes.subarray(start, start + size);
      const waitMs = bytesPerSecond ? (piece.length * 1000) / bytesPerSecond : 0;
      this.#queue.push({ bytes: piece, waitMs, done: start + size >= bytes.length ? done : undefined });
    }
    this.#pendingBytes += bytes.length;
    this.#run();
  }

  #run(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#next();
  }

  #next(): void {
    if (this.#wire.destroyed) this.#queue.length = 0;
    const piece = this.#queue[0];
    if (!piece) this.#drained();
    else if (piece.waitMs > 0) this.#clock.schedule(piece.waitMs, () => this.#writePiece());
    else this.#writePiece();
  }

  #writePiece(): void {
    const piece = this.#queue.shift();
    this.#pendingBytes -= piece?.bytes.length ?? 0;
    if (piece && !this.#wire.destroyed) this.#write(piece.bytes, piece.done);
    // A turn of the loop for each piece: what is written within one turn leaves as one segment.
    setImmediate(() => this.#next());
  }

  #drained(): void {
    this.#isRunning = false;
    this.#pendingBytes = 0;
    this.#uninstall();
    for (const task of this.#afterwards.splice(0)) task();
  }

  #finally(task: () => void): void {
    if (this.#isRunning || this.#queue.length > 0 || this.#gathered) this.#afterwards.push(task);
    else task();
  }
}
