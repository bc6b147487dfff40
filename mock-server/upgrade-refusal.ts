/** Lets an upgrade request be answered like any other: Node hands its socket over without a response object. */
import { type IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** The connection ends with the answer. */
export function refuseUpgrade(request: IncomingMessage, socket: Socket): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.on("finish", () => socket.destroySoon());
  // Whatever the client still sends is thrown away, so that its end of the connection can end.
  socket.resume();
  return response;
}
