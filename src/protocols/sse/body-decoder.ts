/** Reads bodies that are no event stream: error pages and JSON answers. */
import type { DataFrame } from "../../model/frame.ts";
import type { Decoder } from "../../model/protocol.ts";
import { nothing } from "../kit/nothing.ts";
import type { SseMessage } from "./messages.ts";

/** Characters of a body that become a message; what comes after stays in the frames. */
export const maxBodyLength = 64 * 1024;

/** One `body` message, at the end or as soon as the limit is reached. */
export class BodyDecoder implements Decoder<SseMessage> {
  readonly #utf8 = new TextDecoder("utf-8");
  #text = "";
  #isTold = false;

  decode(frame: DataFrame): readonly SseMessage[] {
    if (this.#isTold) return nothing;
    this.#text += typeof frame.data === "string" ? frame.data : this.#utf8.decode(frame.data, { stream: true });
    return this.#text.length < maxBodyLength ? nothing : this.#tell();
  }

  end(): readonly SseMessage[] {
    if (this.#isTold) return nothing;
    this.#text += this.#utf8.decode();
    return this.#text === "" ? nothing : this.#tell();
  }

  holdsPart(): boolean {
    return this.#text !== "" && !this.#isTold;
  }

  #tell(): readonly SseMessage[] {
    this.#isTold = true;
    const text = this.#text.slice(0, maxBodyLength);
    return [{ kind: "body", text, raw: text }];
  }
}
