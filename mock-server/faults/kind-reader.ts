/**
 * Finds out what kinds of messages go out, with the protocol's own decoder. Only while a fault asks: nothing else in the
 * mock server reads what it sends.
 */
import type { FrameData, Handshake } from "../../src/model/frame.ts";
import type { Message } from "../../src/model/message.ts";
import type { Decoder, Protocol } from "../../src/model/protocol.ts";

export class KindReader {
  readonly #protocol: Pick<Protocol, "createDecoder">;
  #decoder: Decoder | undefined;

  constructor(protocol: Pick<Protocol, "createDecoder">) {
    this.#protocol = protocol;
  }

  /** Of one WebSocket message, or one slice of a body. `handshake` is what the connection agreed on. */
  read(data: FrameData, handshake: Handshake): readonly string[] {
    this.#decoder ??= this.#protocol.createDecoder("received", handshake);
    const decoder = this.#decoder;
    const isSocket = handshake.response.status === 101;
    const kind = isSocket ? (typeof data === "string" ? "text" : "binary") : "chunk";
    return kindsOf(() => decoder.decode({ kind, direction: "received", data }));
  }

  /** Of an answer that is whole. */
  readWhole(body: FrameData, handshake: Handshake): readonly string[] {
    const decoder = this.#protocol.createDecoder("received", handshake);
    return kindsOf(() => [
      ...(body.length > 0 ? decoder.decode({ kind: "chunk", direction: "received", data: body }) : []),
      ...decoder.end(),
    ]);
  }
}

/** A decoder that fails on what our own server sends says nothing of it. */
function kindsOf(read: () => readonly Message[]): readonly string[] {
  try {
    return read().map(({ kind }) => kind);
  } catch {
    return [];
  }
}
