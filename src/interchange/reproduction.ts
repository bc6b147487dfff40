/**
 * Commands for a shell that open the same connection again: address, headers, subprotocols, what was sent to subscribe.
 * What the recording masked becomes a variable to be filled in, such as `$TOKEN`.
 */
import type { StoredEntry } from "../capture/reader.ts";
import type { HeaderList, RequestHead } from "../model/frame.ts";
import { headerValue } from "../protocols/kit/headers.ts";
import type { ExportSource } from "./export-source.ts";

export type ReproductionTool = "wscat" | "websocat" | "curl";

const mask = /redacted-\d+-characters/g;

/** What the tools and the handshake write by themselves (RFC 6455 section 4.1). */
const ownHeaders = new Set([
  "host",
  "connection",
  "upgrade",
  "sec-websocket-key",
  "sec-websocket-version",
  "sec-websocket-extensions",
  "sec-websocket-protocol",
  "content-length",
  "accept-encoding",
  "user-agent",
  "transfer-encoding",
]);

const mostSent = 20;

/** Throws with a sentence when the rows' connection has no request, or the tool cannot speak its transport. */
export function reproduction(source: ExportSource, tool: ReproductionTool): string {
  const entry = firstEntry(source);
  const request = requestOf(source, entry.connection);
  const isWebSocket = /^wss?:/i.test(request.url);
  if (isWebSocket && tool === "curl") throw new Error("This is a WebSocket: copy it as wscat or websocat.");
  if (!isWebSocket && tool !== "curl") throw new Error("This is not a WebSocket: copy it as curl.");
  const variables = new Variables();
  const sent = sentBy(source, entry);
  const command = tool === "curl" ? curl(request, sent, variables) : socket(tool, request, sent, variables);
  return `${variables.comment()}${source.redactor.text(command)}\n`;
}

function firstEntry({ selection }: ExportSource): StoredEntry {
  for (const batch of selection.entries()) if (batch[0]) return batch[0];
  throw new Error("These rows are not in the capture any more.");
}

function requestOf({ reader, bulk, selection }: ExportSource, connection: number): RequestHead {
  const handshake = reader.connection(connection)?.handshake;
  if (handshake) return handshake.request;
  const [frame] = bulk.framesOfConnection(connection, 1, selection.lastFrame, 1);
  if (frame?.kind !== "request") throw new Error("This row belongs to no connection whose request was recorded.");
  return JSON.parse(String(frame.data));
}

/** Of WebSockets the messages that were chosen, or else what it subscribed with; of HTTP the request's body. */
function sentBy(source: ExportSource, first: StoredEntry): string[] {
  const { reader, bulk, selection } = source;
  const texts: string[] = [];
  const take = (entry: StoredEntry): void => {
    const data = reader.frames.get(entry.firstFrame)?.data;
    if (typeof data === "string" && texts.length < mostSent) texts.push(data);
  };
  if (
    !reader.connection(first.connection) ||
    /^https?:/i.test(reader.connection(first.connection)?.handshake.request.url ?? "")
  ) {
    for (const frame of bulk.framesOfConnection(
      first.connection,
      Math.max(1, first.firstFrame),
      selection.lastFrame,
      64,
    ))
      if (frame.kind === "chunk" && frame.direction === "sent") texts.push(Buffer.from(frame.data).toString());
    return texts.length > 0 ? [texts.join("")] : [];
  }
  for (const batch of selection.entries())
    for (const entry of batch)
      if (entry.source === "message" && entry.direction === "sent" && !entry.heartbeat) take(entry);
  if (texts.length > 0 && !selection.isWhole) return texts;
  texts.length = 0;
  const { lowestSeq = 1 } = reader.bounds();
  for (const entry of reader.entriesBetween(lowestSeq, lowestSeq + 1_000))
    if (entry.connection === first.connection && entry.direction === "sent" && /^subscribe$/.test(entry.kind))
      take(entry);
  return texts;
}

/** `curl -N`: a stream is shown as it comes. */
function curl({ method, url, headers }: RequestHead, [body]: readonly string[], variables: Variables): string {
  const parts = ["curl -N", ...(method === "GET" ? [] : [`-X ${quote(method)}`])];
  parts.push(...headerOptions(headers, "-H ", variables));
  if (body !== undefined) parts.push(`--data-raw ${quote(body)}`);
  parts.push(variables.quoted(url, "url"));
  return parts.join(" \\\n  ");
}

function socket(
  tool: "wscat" | "websocat",
  request: RequestHead,
  sent: readonly string[],
  variables: Variables,
): string {
  const offered = headerValue(request.headers, "sec-websocket-protocol")?.split(/,\s*/) ?? [];
  const url = variables.quoted(request.url, "url");
  const protocols = offered.map((name) => variables.quoted(name, "subprotocol"));
  const headers = headerOptions(request.headers, "-H ", variables);
  if (tool === "wscat") {
    const commands = sent.slice(0, 1).map((text) => `-x ${quote(text)} -w 3600`);
    const later = sent.slice(1).map((text) => `\n# then type: ${text.replace(/[\r\n]+/g, " ")}`);
    return (
      ["wscat", `-c ${url}`, ...protocols.map((name) => `-s ${name}`), ...headers, ...commands].join(" \\\n  ") +
      later.join("")
    );
  }
  const options =
    protocols.length > 0 ? [`--protocol ${protocols.length > 1 ? quote(offered.join(", ")) : protocols[0]}`] : [];
  const command = ["websocat -n", ...options, ...headers, url].join(" \\\n  ");
  return sent.length === 0 ? command : `(printf '%s\\n' ${sent.map(quote).join(" \\\n  ")}; cat) | ${command}`;
}

function headerOptions(headers: HeaderList, option: string, variables: Variables): string[] {
  return headers
    .filter(([name]) => !ownHeaders.has(name.toLowerCase()) && !name.startsWith(":"))
    .map(([name, value]) => `${option}${variables.quoted(`${name}: ${value}`, name)}`);
}

/** For a POSIX shell: within single quotes nothing has a meaning, but for the quote itself. */
function quote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Names for what is to be filled in. */
class Variables {
  readonly #names: string[] = [];

  quoted(text: string, about: string): string {
    const pieces = text.split(mask);
    if (pieces.length === 1) return quote(text);
    const base = /cookie/i.test(about) ? "COOKIE" : "TOKEN";
    return pieces
      .map((piece, index) => {
        if (index === 0) return piece === "" ? "" : quoteAlways(piece);
        const name = this.#next(base);
        return `"$${name}"${piece === "" ? "" : quoteAlways(piece)}`;
      })
      .join("");
  }

  comment(): string {
    if (this.#names.length === 0) return "";
    return `# masked in the recording, fill in: ${this.#names.map((name) => `${name}=…`).join(" ")}\n`;
  }

  #next(base: string): string {
    const count = this.#names.filter((name) => name.startsWith(base)).length;
    const name = count === 0 ? base : `${base}_${count + 1}`;
    this.#names.push(name);
    return name;
  }
}

function quoteAlways(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
