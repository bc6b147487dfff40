/** A transport that a test plays by hand: it remembers what was asked and holds the sink. */
import type { Handshake } from "../../../src/model/frame.ts";
import type {
  OpenRequest,
  OutgoingFrame,
  Transport,
  TransportConnection,
  TransportSink,
} from "../../../src/model/transport.ts";

export const handshake: Handshake = {
  request: { method: "GET", url: "ws://host/", httpVersion: "1.1", headers: [] },
  response: { status: 101, reason: "Switching Protocols", httpVersion: "1.1", headers: [] },
  offered: [],
};

export class FakeTransport implements Transport {
  readonly requests: OpenRequest[] = [];
  /** `send hello`, `close 1000 bye`, `cut`. */
  readonly asked: string[] = [];
  /** Runs within `open`, before it has returned. */
  whileOpening: (sink: TransportSink) => void = () => {};
  /** Runs within `send`. */
  whileSending: (frame: OutgoingFrame) => void = () => {};
  /** Runs within `close`. */
  whileClosing: () => void = () => {};
  #sink: TransportSink | undefined;

  /** Of the newest connection. */
  get sink(): TransportSink {
    if (this.#sink === undefined) throw new Error("Nothing was opened.");
    return this.#sink;
  }

  open(request: OpenRequest, sink: TransportSink): TransportConnection {
    this.requests.push(request);
    this.#sink = sink;
    this.whileOpening(sink);
    return {
      send: (frame) => {
        this.whileSending(frame);
        this.asked.push(`send ${frame.data}`);
        sink.frame({ kind: frame.kind, direction: "sent", data: frame.data });
      },
      close: (code, reason) => {
        this.whileClosing();
        this.asked.push(["close", code, reason].filter((part) => part !== undefined).join(" "));
      },
      cut: () => this.asked.push("cut"),
    };
  }

  accept(): void {
    this.sink.opened(handshake);
  }
}
