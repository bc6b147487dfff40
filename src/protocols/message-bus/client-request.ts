/** The requests of the client half: where polls go, under which client id, and with which headers. Knows no schedule. */
import type { HeaderList } from "../../model/frame.ts";
import type { ClientOptions } from "../../model/protocol.ts";
import type { OpenRequest } from "../../model/transport.ts";
import { headerValue } from "../kit/headers.ts";
import { readHttpVersion } from "../kit/http-version.ts";
import { readUrl } from "../kit/url.ts";
import type { PollMode } from "./messages.ts";
import { formatPoll } from "./poll-request.ts";

/** Browsers wait for as long as it takes; the server holds for 25 s unless it is told otherwise (RFC 6202: up to 120 s). */
const answerTimeoutMs = 150_000;

export class ClientRequests {
  readonly #options: ClientOptions;
  readonly #address: PollAddress | undefined;
  readonly #clientId: string;
  readonly #httpVersion: OpenRequest["httpVersion"];

  /** The client id is the given one, the address's own, or a new one. Throws a `MisuseError` that names the setting. */
  constructor(options: ClientOptions, clientId: string | undefined) {
    this.#options = options;
    this.#httpVersion = readHttpVersion(options.settings);
    this.#address = readAddress(options.url);
    this.#clientId = clientId ?? this.#address?.clientId ?? drawClientId(options.random);
  }

  /** An address that is none is handed on as it is, for the transport to say so. */
  poll(mode: PollMode, positions: readonly (readonly [channel: string, position: number])[], seq: number): OpenRequest {
    const { url, headers, followRedirects, maxPayloadBytes } = this.#options;
    const query = [this.#address?.query ?? "", mode === "plain_poll" ? "dlp=t" : ""].filter((part) => part !== "");
    const path = `${this.#clientId}/poll${query.length > 0 ? `?${query.join("&")}` : ""}`;
    return {
      url: this.#address ? `${this.#address.base}${path}` : url,
      method: "POST",
      headers: pollHeaders(headers, mode),
      body: formatPoll(positions, seq),
      httpVersion: this.#httpVersion,
      followRedirects,
      maxPayloadBytes,
      handshakeTimeoutMs: answerTimeoutMs,
    };
  }
}

interface PollAddress {
  /** Up to and with `message-bus/`. */
  readonly base: string;
  /** Of the address itself; undefined when it names none. */
  readonly clientId: string | undefined;
  /** What the address's query says besides `dlp`, without its question mark. */
  readonly query: string;
}

/** From the site's base address or from a poll's own. Undefined when it is no address. */
function readAddress(text: string): PollAddress | undefined {
  const url = readUrl(text);
  if (!url) return undefined;
  url.searchParams.delete("dlp");
  const query = url.searchParams.toString();
  const [, before = url.pathname, clientId = ""] = /^(.*?\/)message-bus(?:\/([^/]*).*)?$/.exec(url.pathname) ?? [];
  const folder = before.endsWith("/") ? before : `${before}/`;
  const login = url.username === "" ? "" : `${url.username}${url.password === "" ? "" : `:${url.password}`}@`;
  return { base: `${url.protocol}//${login}${url.host}${folder}message-bus/`, clientId: clientId || undefined, query };
}

/** As the official client's; what the person gives wins. */
function pollHeaders(given: HeaderList, mode: PollMode): HeaderList {
  const own: [string, string][] = [
    ["X-SILENCE-LOGGER", "true"],
    ["Content-Type", "application/x-www-form-urlencoded"],
    ["Accept", "text/plain, */*; q=0.01"],
  ];
  if (mode !== "stream") own.push(["Dont-Chunk", "true"]);
  return [...given, ...own.filter(([name]) => headerValue(given, name) === undefined)];
}

/** A version 4 UUID without its dashes, as the official client draws it. */
function drawClientId(random: () => number): string {
  return "xxxxxxxxxxxx4xxxyxxxxxxxxxxxxxxx".replace(/[xy]/g, (char) => {
    const digit = Math.floor(random() * 16);
    return (char === "x" ? digit : (digit & 3) | 8).toString(16);
  });
}
