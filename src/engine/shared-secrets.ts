/**
 * The secrets of all sessions there have been, for recordings of somebody else who hears what sessions send. Without any it
 * changes and costs nothing.
 */
import { MaskingWriter } from "../capture/masking-writer.ts";
import { SecretMask } from "../capture/secret-mask.ts";
import type { CaptureWriter } from "../model/capture.ts";

export class SharedSecrets {
  readonly #secrets = new Set<string>();
  #mask: SecretMask | undefined;

  add(secrets: readonly string[]): void {
    const before = this.#secrets.size;
    for (const secret of secrets) this.#secrets.add(secret);
    if (this.#secrets.size > before) this.#mask = new SecretMask([...this.#secrets]);
  }

  /** Masks what is known at the moment of each call: sessions come while it is recorded. */
  before(writer: CaptureWriter): CaptureWriter {
    let masking: { readonly mask: SecretMask; readonly writer: CaptureWriter } | undefined;
    const now = (): CaptureWriter => {
      const mask = this.#mask;
      if (!mask) return writer;
      if (masking?.mask !== mask) masking = { mask, writer: new MaskingWriter(writer, mask) };
      return masking.writer;
    };
    return {
      frame: (...given) => now().frame(...given),
      message: (...given) => now().message(...given),
      event: (...given) => now().event(...given),
      connection: (...given) => now().connection(...given),
    };
  }
}
