/**
 * Reads what the HTTP libraries do not tell, off the socket itself: the request head as it was truly written, and the
 * HTTP version of the answer. Overriding `write` and `push` on the instance sees every byte once and changes none; each
 * tap takes itself away as soon as it has what it wants.
 */
import type { Socket } from "node:net";
import type { RequestHead } from "../model/frame.ts";
import { fromWire } from "./headers.ts";

/** `origin` as in `http://host:port`: on the wire the request names only the path. */
export function tapRequestHead(socket: Socket, origin: string, onHead: (head: RequestHead) => void): void {
  const write = socket.write;
  let text = "";
  const tapped = (...args: unknown[]): boolean => {
    const [chunk] = args;
    // Node and undici write heads as strings with one character per byte.
    text += typeof chunk === "string" ? chunk : Buffer.from(chunk as Uint8Array).toString("latin1");
    const end = text.indexOf("\r\n\r\n");
    if (end >= 0) {
      socket.write = write;
      onHead(parseRequestHead(text.slice(0, end), origin));
    }
    return Reflect.apply(write, socket, args);
  };
  socket.write = tapped as typeof socket.write;
}

/** Called before anyone else reads the answer. Not called if the answer is not HTTP. */
export function tapHttpVersion(socket: Socket, onVersion: (version: string) => void): void {
  const push = socket.push;
  socket.push = (...args) => {
    socket.push = push;
    const start = args[0] instanceof Uint8Array ? Buffer.from(args[0].subarray(0, 8)).toString("latin1") : "";
    const version = /^HTTP\/(\d\.\d)/.exec(start)?.[1];
    if (version !== undefined) onVersion(version);
    return Reflect.apply(push, socket, args);
  };
}

function parseRequestHead(text: string, origin: string): RequestHead {
  const [requestLine = "", ...lines] = text.split("\r\n");
  const [method = "", path = "", version = ""] = requestLine.split(" ");
  return {
    method,
    url: origin + path,
    httpVersion: version.replace("HTTP/", ""),
    headers: lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), fromWire(line.slice(colon + 1).trim())] as const;
    }),
  };
}
