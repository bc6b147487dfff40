/**
 * A WebSocket that tells a witness of every frame that it writes and reads, control frames included, whoever has it
 * written. Knows nothing of sessions. Without a witness it does what any other does.
 */
import type { Socket } from "node:net";
import { WebSocket } from "ws";
import type { Testimony } from "./testimony.ts";
import { isEndedByPeer } from "./watch-response.ts";

/** While so much waits to be written, pings go unanswered: a peer that only writes would fill our memory with pongs. */
const pongBacklogBytes = 64 * 1024;

type Data = Parameters<WebSocket["send"]>[0];
type SendOptions = Parameters<WebSocket["send"]>[1];
type Done = (error?: Error) => void;
type ControlDone = (error: Error) => void;

function answerPing(this: WebSocket, data: Buffer): void {
  const socket = this as WatchedSocket;
  const copy = Buffer.from(data);
  socket.testimony?.frame({ kind: "ping", direction: "sent", data: copy });
  if (socket.readyState === WebSocket.OPEN && socket.bufferedAmount <= pongBacklogBytes) socket.pong(copy);
}

function tellPong(this: WebSocket, data: Buffer): void {
  (this as WatchedSocket).testimony?.frame({ kind: "pong", direction: "sent", data: Buffer.from(data) });
}

export class WatchedSocket extends WebSocket {
  testimony: Testimony | undefined = undefined;

  /** For sockets that `ws` does not answer pings on, since nobody would see its pongs. */
  watch(testimony: Testimony | undefined, socket: Socket): void {
    this.on("ping", answerPing);
    if (!testimony) return;
    this.testimony = testimony;
    this.on("pong", tellPong);
    // Its own handlers come first, so it knows by then how the socket ended.
    this.once("close", (code, reason) => this.#over(code, reason, socket));
  }

  override send(data: Data, options?: SendOptions | Done, done?: Done): void {
    if (this.testimony && this.readyState === WebSocket.OPEN) {
      const { binary = typeof data !== "string", fin = true } = typeof options === "object" ? options : {};
      this.testimony.wrote(typeof data === "string" ? data : bytesOf(data), { binary, fin });
    }
    super.send(data, options as SendOptions, done);
  }

  override ping(data?: unknown, mask?: boolean, done?: ControlDone): void {
    this.#tellControl("ping", data);
    super.ping(data, mask, done);
  }

  override pong(data?: unknown, mask?: boolean, done?: ControlDone): void {
    this.#tellControl("pong", data);
    super.pong(data, mask, done);
  }

  /** Called by us, and by `ws` when it answers a close frame or a bad frame. */
  override close(code?: number, reason?: string | Buffer): void {
    const { testimony } = this;
    const isFirst = this.readyState === WebSocket.OPEN;
    // Private, and only about the order of two rows: without it the client's close is told when the socket is closed.
    if (testimony && Reflect.get(this, "_closeFrameReceived") === true) testimony.sawClose(code, reason);
    super.close(code, reason);
    if (testimony && isFirst) testimony.frame({ kind: "close", direction: "received", data: reason ?? "", code });
  }

  #over(code: number, reason: Buffer, socket: Socket): void {
    if (code !== 1006) this.testimony?.sawClose(code === 1005 ? undefined : code, reason);
    this.testimony?.over(isEndedByPeer(socket) ? "client" : "server");
  }

  #tellControl(kind: "ping" | "pong", data: unknown): void {
    if (!this.testimony || this.readyState !== WebSocket.OPEN) return;
    const payload = typeof data === "string" || data instanceof Uint8Array ? data : "";
    this.testimony.frame({ kind, direction: "received", data: payload });
  }
}

function bytesOf(data: Exclude<Data, string>): Uint8Array {
  if (data instanceof Uint8Array) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer);
}
