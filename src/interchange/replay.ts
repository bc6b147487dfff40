/**
 * Plays the steps of a file to the recorder, as if they happened: with the clock's ticks in between, so that a verdict
 * that rests on silence falls when it would have fallen live. Time never runs backwards here.
 */
import type { CaptureWriter } from "../model/capture.ts";
import type { ObserverEvent } from "../model/event.ts";
import type { Handshake } from "../model/frame.ts";
import type { Protocol } from "../model/protocol.ts";
import { explainFailure, failureSignature } from "../runner/failure.ts";
import { Recorder } from "../runner/recorder.ts";
import { presumedHandshake } from "./presumed-handshake.ts";
import type { Step } from "./step.ts";

const tickMs = 250;
/** After so long a silence everything that rests on silence was said: the clock strides. */
const patienceMs = 10 * 60_000;
const strideMs = 10_000;

export interface ReplayResult {
  readonly connections: number;
  /** Events of level warning or error. */
  readonly verdicts: number;
  /** Steps that were dated before the one before them. */
  readonly backwards: number;
}

export class Replay {
  readonly #protocol: Protocol;
  readonly #recorder: Recorder;
  readonly #connections = new Set<number>();
  #at: number | undefined;
  #lastTickAt = 0;
  #verdicts = 0;
  #backwards = 0;
  #attempt = 0;
  #explained = "";

  constructor(protocol: Protocol, writer: CaptureWriter) {
    this.#protocol = protocol;
    this.#recorder = new Recorder({ protocol, writer, onEvent: (event) => this.#count(event) });
  }

  step(step: Step): void {
    const at = this.#advance(step.at);
    const { connection } = step;
    if (!this.#connections.has(connection)) {
      this.#connections.add(connection);
      this.#attempt += 1;
    }
    switch (step.kind) {
      case "frame":
        this.#recorder.frame(at, connection, step.frame);
        break;
      case "opened":
        this.#recorder.opened(at, connection, this.#handshake(step), Math.max(1, this.#attempt));
        this.#attempt = 0;
        this.#explained = "";
        break;
      case "closed":
        this.#closed(at, step);
        break;
      case "remarked": {
        const { title, explanation } = step.remark;
        this.#recorder.report(at, connection, { kind: "importRemarked", level: "note", title, explanation });
      }
    }
  }

  /** The file goes on until `at`, with nothing more of this. */
  end(at: number): ReplayResult {
    this.#recorder.tick(this.#advance(Math.max(at, this.#at ?? at)));
    return { connections: this.#connections.size, verdicts: this.#verdicts, backwards: this.#backwards };
  }

  #handshake({ handshake, isPresumed }: Extract<Step, { kind: "opened" }>): Handshake {
    const isWebSocket = this.#protocol.transport === "websocket";
    return isPresumed && isWebSocket ? presumedHandshake(handshake, this.#protocol) : handshake;
  }

  #closed(at: number, { connection, close }: Extract<Step, { kind: "closed" }>): void {
    const { entry } = this.#recorder.closed(at, connection, close);
    const signature = failureSignature(close);
    if (signature === "" || signature === this.#explained) return;
    this.#explained = signature;
    const event = explainFailure(close, this.#protocol.advise(close), entry);
    if (event) this.#recorder.report(at, connection, event);
  }

  #advance(wanted: number): number {
    const before = this.#at;
    if (before === undefined) {
      this.#at = wanted;
      this.#lastTickAt = wanted;
      return wanted;
    }
    if (wanted < before) this.#backwards += 1;
    const at = Math.max(before, wanted);
    for (
      let next = this.#lastTickAt + tickMs;
      next < at;
      next = this.#lastTickAt + (next - before > patienceMs ? strideMs : tickMs)
    ) {
      this.#recorder.tick(next);
      this.#lastTickAt = next;
    }
    this.#at = at;
    return at;
  }

  #count({ level }: ObserverEvent): void {
    if (level === "warning" || level === "error") this.#verdicts += 1;
  }
}
