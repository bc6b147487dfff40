/** The wire of one upgrade request: a WebSocket once it is accepted, a plain HTTP answer otherwise. */
import { WebSocket } from "ws";
import type { FrameData, Handshake, HeaderList } from "../src/model/frame.ts";
import { HttpOutlet } from "./http-outlet.ts";
import type { Answer, Outlet, OutletEvents } from "./outlet.ts";
import { offeredSubprotocols, peerAddress } from "./request-head.ts";
import { refuseUpgrade } from "./upgrade-refusal.ts";
import type { Upgrade, Upgrades } from "./upgrades.ts";

const GOING_AWAY = 1001;
const INTERNAL_ERROR = 1011;

export class WebSocketOutlet implements Outlet {
  readonly #upgrades: Upgrades;
  readonly #events: OutletEvents;
  #upgrade: Upgrade | undefined;
  #webSocket: WebSocket | undefined;
  #refusal: HttpOutlet | undefined;

  constructor(upgrades: Upgrades, upgrade: Upgrade, events: OutletEvents) {
    this.#upgrades = upgrades;
    this.#upgrade = upgrade;
    this.#events = events;
    upgrade.socket.on("error", this.#broke);
    upgrade.socket.on("close", this.#closed);
  }

  accept(subprotocol: string | undefined, headers: HeaderList): Handshake | undefined {
    const upgrade = this.#takeUpgrade();
    const webSocket = this.#upgrades.accept(upgrade, subprotocol, headers);
    if (!webSocket) return undefined;
    this.#webSocket = webSocket;
    upgrade.socket.off("error", this.#broke);
    upgrade.socket.off("close", this.#closed);
    webSocket.on("error", this.#broke);
    webSocket.on("close", this.#closed);
    webSocket.on("message", this.#received);
    return handshakeOf(upgrade, webSocket, headers);
  }

  respond(answer: Answer): void {
    this.#refuse().respond(answer);
  }

  send(data: FrameData): void {
    if (this.#refusal) {
      this.#refusal.send(data);
      return;
    }
    const webSocket = this.#opened("send");
    if (webSocket.readyState !== WebSocket.OPEN) return;
    if (typeof data === "string") webSocket.send(this.#upgrades.encode(data), { binary: false });
    else webSocket.send(data);
  }

  close(code: number, reason: string): void {
    this.#opened("close").close(code, reason);
  }

  end(): void {
    if (!this.#refusal) throw new Error("A WebSocket does not end; it is closed with a code, or dropped.");
    this.#refusal.end();
  }

  drop(): void {
    if (this.#webSocket) this.#webSocket.terminate();
    else if (this.#refusal) this.#refusal.drop();
    else this.#upgrade?.socket.destroy();
  }

  fail(): void {
    if (this.#webSocket) this.#webSocket.close(INTERNAL_ERROR, "the mock server has a fault");
    else (this.#refusal ?? this.#refuse()).fail();
  }

  stop(): void {
    if (this.#webSocket) this.#webSocket.close(GOING_AWAY, "the mock server stops");
    else this.drop();
  }

  pendingBytes(): number {
    return this.#webSocket?.bufferedAmount ?? this.#refusal?.pendingBytes() ?? 0;
  }

  readonly #received = (data: WebSocket.RawData, isBinary: boolean): void => {
    // With the default `binaryType` a message is always one Buffer, text too.
    const bytes = data as Buffer;
    if (isBinary) this.#events.received({ kind: "binary", direction: "sent", data: bytes });
    else this.#events.received({ kind: "text", direction: "sent", data: bytes.toString() });
  };

  readonly #broke = (error: Error): void => this.#events.broke(error.message);

  readonly #closed = (): void => this.#events.closed();

  #takeUpgrade(): Upgrade {
    const upgrade = this.#upgrade;
    if (!upgrade) throw new Error("The upgrade was answered already.");
    this.#upgrade = undefined;
    return upgrade;
  }

  #opened(effect: string): WebSocket {
    if (!this.#webSocket) throw new Error(`"${effect}" needs an accepted WebSocket.`);
    return this.#webSocket;
  }

  #refuse(): HttpOutlet {
    const { request, socket } = this.#takeUpgrade();
    // What happens to this response happens to the socket, which is listened to since it came.
    this.#refusal = new HttpOutlet(refuseUpgrade(request, socket), { received: ignore, broke: ignore, closed: ignore });
    return this.#refusal;
  }
}

function handshakeOf({ request, head }: Upgrade, webSocket: WebSocket, headers: HeaderList): Handshake {
  return {
    request: head,
    response: { status: 101, reason: "Switching Protocols", httpVersion: "1.1", headers },
    offered: offeredSubprotocols(head),
    subprotocol: webSocket.protocol === "" ? undefined : webSocket.protocol,
    remoteAddress: peerAddress(request),
  };
}

function ignore(): void {}
