/**
 * What the runner concludes of its own, each thing once while it stays the same from connection to connection: why
 * attempts fail, and what was not checked. The rows that say that it happened again stay.
 */
import type { Close, Handshake } from "../model/frame.ts";
import type { Protocol } from "../model/protocol.ts";
import { explainFailure, failureSignature } from "./failure.ts";
import type { Recorder } from "./recorder.ts";
import { uncheckedCertificate } from "./unchecked-certificate.ts";

export class Explanations {
  readonly #protocol: Pick<Protocol, "advise">;
  readonly #recorder: Recorder;
  #failure = "";
  #tlsFault = "";

  constructor(protocol: Pick<Protocol, "advise">, recorder: Recorder) {
    this.#protocol = protocol;
    this.#recorder = recorder;
  }

  opened(at: number, connection: number, { tls }: Handshake): void {
    this.#failure = "";
    if (tls?.fault === undefined || tls.fault === this.#tlsFault) return;
    this.#tlsFault = tls.fault;
    this.#recorder.report(at, connection, uncheckedCertificate(tls.fault));
  }

  /** `entry` is the row of its closing. */
  closed(at: number, connection: number, close: Close, entry: number): void {
    const failure = failureSignature(close);
    if (failure === "" || failure === this.#failure) return;
    this.#failure = failure;
    let advice: readonly string[] = [];
    try {
      advice = this.#protocol.advise(close);
    } catch (error) {
      this.#recorder.internalError(at, connection, "advice", error);
    }
    const event = explainFailure(close, advice, entry);
    if (event !== undefined) this.#recorder.report(at, connection, event);
  }

  /** The person tries once more, and wants to be told once more why it fails. */
  startOver(): void {
    this.#failure = "";
  }
}
