/** Where an importer puts captures, and what it has to say of the rest. */
import type { NotTaken } from "../bridge/transfer.ts";
import type { CaptureWriter } from "../model/capture.ts";
import type { Protocol } from "../model/protocol.ts";

export interface CaptureWords {
  readonly protocol: Protocol;
  /** Masked. */
  readonly url: string;
  readonly startedAt: number;
  /** Else the address. */
  readonly title?: string | undefined;
}

export interface OpenedCapture {
  readonly writer: CaptureWriter;
  done(result: { readonly connections: number; readonly verdicts: number }): void;
}

export interface CaptureSink {
  begin(words: CaptureWords): OpenedCapture;
}

const examplesKept = 5;
const remarksKept = 50;

export class ImportFindings {
  readonly #left = new Map<string, { count: number; readonly examples: string[] }>();
  readonly #remarks: string[] = [];

  /** `address`: masked. */
  leave(reason: string, address: string): void {
    const known = this.#left.get(reason) ?? { count: 0, examples: [] };
    known.count += 1;
    if (known.examples.length < examplesKept && !known.examples.includes(address)) known.examples.push(address);
    this.#left.set(reason, known);
  }

  /** A sentence. */
  remark(text: string): void {
    if (this.#remarks.length < remarksKept) this.#remarks.push(text);
  }

  get notTaken(): NotTaken[] {
    return [...this.#left].map(([reason, { count, examples }]) => ({ reason, count, examples }));
  }

  get remarks(): readonly string[] {
    return this.#remarks;
  }
}
