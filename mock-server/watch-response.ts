/**
 * Tells what goes out through one response, whoever writes it: its head as it is on the wire, its body piece by piece, and
 * how it ended. Changes nothing of what is sent.
 */
import { type ServerResponse, STATUS_CODES } from "node:http";
import type { FrameData, HeaderList, ResponseHead } from "../src/model/frame.ts";
import type { Cutter, Testimony } from "./testimony.ts";
import { ToldBody } from "./told-body.ts";

export function watchResponse(response: ServerResponse, testimony: Testimony): void {
  const { writeHead, write, end } = response;
  let isEnding = false;
  let body: ToldBody | undefined;
  const told = (chunk: unknown): void => {
    const isSent = (typeof chunk === "string" || chunk instanceof Uint8Array) && chunk.length > 0;
    if (isSent && hasBody(response)) body?.write(chunk as FrameData);
  };

  // A head that nobody wrote is written by Node, through this very method. HTTP/2 tells of information heads by others.
  response.writeHead = ((...given: Parameters<typeof writeHead>) => {
    const result = writeHead.apply(response, given);
    const head = headOf(response, given.at(-1));
    testimony.answered(head);
    body = new ToldBody(head.headers, (data) => testimony.body(data));
    return result;
  }) as typeof writeHead;
  response.write = ((...given: Parameters<typeof write>) => {
    if (!response.headersSent) response.writeHead(response.statusCode);
    if (!isEnding) told(given[0]);
    return write.apply(response, given);
  }) as typeof write;
  response.end = ((...given: Parameters<typeof end>) => {
    const isFirst = !response.writableEnded;
    // Within it HTTP/2 calls `write`, which must not tell the same again.
    isEnding = true;
    const result = end.apply(response, given);
    if (isFirst) told(given[0]);
    return result;
  }) as typeof end;
  response.once("close", () => {
    const cutBy = response.writableFinished ? undefined : cutterOf(response);
    if (body) body.end(() => testimony.over(cutBy));
    else testimony.over(cutBy);
  });
}

/** RFC 9113 section 7: how a client gives a stream up. */
const cancelled = 8;

/** Where the peer has said nothing of an end, it was us. */
function cutterOf(response: ServerResponse): Cutter {
  const { stream } = response as { stream?: { readonly rstCode?: number } };
  return stream?.rstCode === cancelled || isEndedByPeer(response.req.socket) ? "client" : "server";
}

export function isEndedByPeer(socket: { readonly readableEnded: boolean; readonly errored: Error | null }): boolean {
  return socket.readableEnded || socket.errored !== null;
}

/** `given` is what `writeHead` was given last: headers, if it is a list or an object. */
function headOf(response: ServerResponse, given: unknown): ResponseHead {
  const { statusCode: status, req } = response;
  const { httpVersion } = req;
  // RFC 9113 section 8.3.1: HTTP/2 has no reason phrase.
  const reason = httpVersion.startsWith("2") ? "" : response.statusMessage || (STATUS_CODES[status] ?? "");
  return { status, reason, httpVersion, headers: writtenHeaders(response) ?? pairsOf(given) };
}

/**
 * With those that Node adds by itself (Date, Connection, Transfer-Encoding). It keeps the text that it writes under this
 * name in all versions so far; where it does not, the headers that were asked for are told.
 */
function writtenHeaders(response: ServerResponse): HeaderList | undefined {
  const text: unknown = Reflect.get(response, "_header");
  return typeof text === "string" ? headerLines(text.split("\r\n").slice(1)) : undefined;
}

export function headerLines(lines: readonly string[]): HeaderList {
  return lines.flatMap((line) => {
    const colon = line.indexOf(":");
    return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1).trim()] as const] : [];
  });
}

function pairsOf(given: unknown): HeaderList {
  if (Array.isArray(given)) {
    const flat = given.flat().map(String);
    return flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ""] as const] : []));
  }
  return typeof given === "object" && given !== null
    ? Object.entries(given).map(([name, value]) => [name, String(value)] as const)
    : [];
}

/** Node drops the body of an answer that has none (RFC 9110 section 6.4.1). */
function hasBody({ req, statusCode }: ServerResponse): boolean {
  return req.method !== "HEAD" && statusCode !== 204 && statusCode !== 304;
}
