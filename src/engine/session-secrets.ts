/** Keeps one session's secrets out of what it writes and tells; without any it changes and costs nothing. */
import { MaskingWriter } from "../capture/masking-writer.ts";
import { SecretMask } from "../capture/secret-mask.ts";
import type { CaptureWriter } from "../model/capture.ts";
import type { Command } from "../model/form.ts";
import type { ChannelStatus } from "../model/session.ts";

export class SessionSecrets {
  readonly #mask: SecretMask | undefined;
  /** Channels as they are told, to what they are. */
  readonly #channels = new Map<string, string>();

  constructor(secrets: readonly string[] | undefined) {
    this.#mask = secrets && secrets.length > 0 ? new SecretMask(secrets) : undefined;
  }

  before(writer: CaptureWriter): CaptureWriter {
    return this.#mask ? new MaskingWriter(writer, this.#mask) : writer;
  }

  hide<T>(told: T): T {
    return this.#mask ? this.#mask.deep(told) : told;
  }

  hideInChannels(channels: readonly ChannelStatus[]): readonly ChannelStatus[] {
    if (!this.#mask) return channels;
    const masked = this.#mask.deep(channels);
    masked.forEach(({ channel }, index) => {
      this.#channels.set(channel, channels[index]?.channel ?? channel);
    });
    return masked;
  }

  /** A person who chose a channel saw it masked. */
  meantBy({ kind, values }: Command): Command {
    const meant = Object.entries(values).map(([name, value]) => [name, this.#channels.get(value) ?? value]);
    return { kind, values: Object.fromEntries(meant) };
  }

  /** Does it; an error of it quotes no secret. */
  guard<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      if (this.#mask && error instanceof Error) error.message = this.#mask.text(error.message);
      throw error;
    }
  }
}
