/** Ends connections by a reset, as a crashed machine or a firewall does. */
import type { ServerResponse } from "node:http";
import { constants, type Http2ServerResponse } from "node:http2";
import { Socket } from "node:net";

/** The peer sees ECONNRESET. */
export function resetSocket(socket: Socket): void {
  if (socket.destroyed) return;
  const tcp = tcpOf(socket);
  if (!tcp) {
    socket.destroy();
    return;
  }
  // Of TLS only afterwards: it would say goodbye otherwise.
  if (tcp !== socket) tcp.once("close", () => socket.destroy());
  tcp.resetAndDestroy();
}

/** HTTP/2 has many exchanges on one connection: only this one is reset (RFC 9113 section 6.4). */
export function resetStream(response: ServerResponse): void {
  const { stream } = response as unknown as Http2ServerResponse;
  stream.close(constants.NGHTTP2_INTERNAL_ERROR);
}

/** TLS has the TCP connection inside, which Node keeps under this name in all versions so far. */
function tcpOf(socket: Socket): Socket | undefined {
  if (!("encrypted" in socket)) return socket;
  const inner: unknown = Reflect.get(socket, "_parent");
  return inner instanceof Socket ? inner : undefined;
}
