/** The wire of one upgrade request: a WebSocket once it is accepted, a plain HTTP answer otherwise. */
import type { Socket } from "node:net";
import type { Writable } from "node:stream";
import { WebSocket } from "ws";
import type { FrameData, Handshake, HeaderList } from "../src/model/frame.ts";
import { HttpOutlet } from "./http-outlet.ts";
import type { Answer, MessagePart, Outlet, OutletEvents, OutletPhase } from "./outlet.ts";
import { addressOf, offeredSubprotocols } from "./request-head.ts";
import { resetSocket } from "./resetting.ts";
import type { Testimony } from "./testimony.ts";
import { refuseUpgrade } from "./upgrade-refusal.ts";
import type { OwnedSocket, Upgrade, Upgrades } from "./upgrades.ts";
import { isEndedByPeer, watchResponse } from "./watch-response.ts";

const goingAway = 1001;
const internalError = 1011;

export class WebSocketOutlet implements Outlet {
  readonly #upgrades: Upgrades;
  readonly #events: OutletEvents;
  #upgrade: Upgrade | undefined;
  readonly #socket: Socket;
  readonly #testimony: Testimony | undefined;
  /** As long as the upgrade was not accepted, it is the bare socket that is listened to. */
  #unlisten: (() => void) | undefined;
  #webSocket: OwnedSocket | undefined;
  #refusal: HttpOutlet | undefined;

  constructor(upgrades: Upgrades, upgrade: Upgrade, events: OutletEvents) {
    this.#upgrades = upgrades;
    this.#upgrade = upgrade;
    this.#events = events;
    this.#socket = upgrade.socket;
    this.#testimony = upgrade.testimony;
  }

  /**
   * To be called when the session has seen the request: listens to the bare socket of one that has not accepted it yet.
   * Not before, since most accept at once, and lists of listeners that have ever been longer stay larger.
   */
  requested(): void {
    if (this.#webSocket) return;
    const socket = this.#socket;
    const broke = (error: Error): void => this.#events.broke(error.message);
    const closed = (): void => {
      this.#testimony?.over(isEndedByPeer(socket) ? "client" : "server");
      this.#events.closed();
    };
    socket.on("error", broke).on("close", closed);
    this.#unlisten = () => socket.off("error", broke).off("close", closed);
  }

  accept(subprotocol: string | undefined, headers: HeaderList): Handshake | undefined {
    const upgrade = this.#takeUpgrade();
    const webSocket = this.#upgrades.accept(upgrade, subprotocol, headers);
    if (!webSocket) return undefined;
    this.#webSocket = webSocket;
    this.#unlisten?.();
    this.#unlisten = undefined;
    webSocket.owner = this.#events;
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

  sendPart(bytes: Uint8Array, { isText, isLast }: MessagePart): void {
    if (this.#refusal) this.#refusal.sendPart(bytes);
    else if (this.phase() === "open") this.#opened("send").send(bytes, { binary: !isText, fin: isLast });
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
    if (this.#webSocket) this.#webSocket.close(internalError, "the mock server has a fault");
    else (this.#refusal ?? this.#refuse()).fail();
  }

  stop(): void {
    if (this.#webSocket) this.#webSocket.close(goingAway, "the mock server stops");
    else this.drop();
  }

  part(code: number, reason: string): void {
    if (this.#webSocket) this.#webSocket.close(code, reason);
    else if (this.#refusal) this.#refusal.part();
    else this.cut();
  }

  cut(): void {
    this.#socket.destroySoon();
  }

  reset(): void {
    resetSocket(this.#socket);
  }

  pause(): void {
    this.#webSocket?.pause();
  }

  resume(): void {
    this.#webSocket?.resume();
  }

  agreed(answer?: Answer): Handshake {
    if (this.#refusal && !answer) return this.#refusal.agreed();
    const { status = 101, headers = [] } = answer ?? {};
    return {
      request: this.#upgrade?.head ?? { method: "GET", url: "", httpVersion: "1.1", headers: [] },
      response: { status, reason: "", httpVersion: "1.1", headers },
      offered: [],
      subprotocol: this.#webSocket?.protocol || undefined,
    };
  }

  wire(): Writable {
    return this.#socket;
  }

  phase(): OutletPhase {
    if (this.#refusal) return this.#refusal.phase();
    if (this.#webSocket) return this.#webSocket.readyState === WebSocket.OPEN ? "open" : "over";
    return this.#socket.destroyed ? "over" : "waiting";
  }

  hasCodes(): boolean {
    return this.#webSocket !== undefined;
  }

  pendingBytes(): number {
    return this.#webSocket?.bufferedAmount ?? this.#refusal?.pendingBytes() ?? 0;
  }

  peerAddress(): string {
    return addressOf(this.#socket);
  }

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
    const response = refuseUpgrade(request, socket);
    if (this.#testimony) watchResponse(response, this.#testimony);
    this.#refusal = new HttpOutlet(response, { received: ignore, broke: ignore, closed: ignore });
    return this.#refusal;
  }
}

function handshakeOf({ head }: Upgrade, webSocket: WebSocket, headers: HeaderList): Handshake {
  return {
    request: head,
    response: { status: 101, reason: "Switching Protocols", httpVersion: "1.1", headers },
    offered: offeredSubprotocols(head),
    subprotocol: webSocket.protocol === "" ? undefined : webSocket.protocol,
  };
}

function ignore(): void {}
