/** Checks what every protocol's endpoint must have, before anything is opened. Knows no protocol's own settings. */
import { redactUrl } from "../capture/redaction.ts";
import type { Endpoint } from "../model/endpoint.ts";
import type { HeaderList } from "../model/frame.ts";
import type { Protocol } from "../model/protocol.ts";
import type { TransportName } from "../model/transport.ts";
import { MisuseError } from "../protocols/kit/misuse-error.ts";

const schemes: Readonly<Record<TransportName, readonly [plain: string, secure: string]>> = {
  websocket: ["ws:", "wss:"],
  http: ["http:", "https:"],
};
const allSchemes = Object.values(schemes).flat();

/** RFC 9110 section 5.1. */
const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Throws a `MisuseError` with a sentence that helps. */
export function checkEndpoint(endpoint: Endpoint, protocol: Protocol): void {
  checkScheme(checkUrl(endpoint.url), protocol);
  checkHeaders(endpoint.headers);
  const limit = endpoint.maxPayloadBytes;
  if (limit !== undefined && !(Number.isSafeInteger(limit) && limit > 0)) {
    throw new MisuseError("bad-limit", "The largest message to take must be a whole number of bytes above 0.");
  }
}

/** Throws a `MisuseError` (`missing-url`, `bad-url`) with what was meant instead, where that can be told. */
export function checkUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && allSchemes.includes(url.protocol)) return url;
  if (text.trim() === "") throw new MisuseError("missing-url", "Give an address, such as ws://localhost:3000/cable.");
  // The sentence may end up in a notification or a log.
  const shown = redactUrl(text);
  // "localhost:3000/cable" is a URL by the standard's letter, with "localhost" as its scheme.
  if (!text.includes("://")) {
    throw new MisuseError("bad-url", `"${shown}" has no scheme. Did you mean ws://${shown} or http://${shown}?`);
  }
  const problem = url ? `begins with ${url.protocol}//` : "is not a URL";
  throw new MisuseError("bad-url", `"${shown}" ${problem}. An address begins with ws://, wss://, http:// or https://.`);
}

/** Whether this protocol's transport can open addresses of that scheme. */
export function takesScheme(protocol: Protocol, url: URL): boolean {
  return schemes[protocol.transport].includes(url.protocol);
}

/** Throws a `MisuseError` (`bad-header`) for what could not be sent. */
export function checkHeaders(headers: HeaderList): void {
  for (const [name, value] of headers) {
    if (!headerName.test(name)) throw new MisuseError("bad-header", `"${name}" cannot be the name of a header.`);
    if (/[\r\n\0]/.test(value)) {
      throw new MisuseError("bad-header", `The value of the header ${name} contains a line break or a NUL character.`);
    }
  }
}

function checkScheme(url: URL, protocol: Protocol): void {
  if (takesScheme(protocol, url)) return;
  const [plain, secure] = schemes[protocol.transport];
  const isSecure = url.protocol === "https:" || url.protocol === "wss:";
  const right = redactUrl(url.href.replace(url.protocol, isSecure ? secure : plain));
  const carrier = protocol.transport === "websocket" ? "a WebSocket" : "HTTP";
  throw new MisuseError(
    "wrong-scheme",
    `${protocol.title} runs over ${carrier}, so its address begins with ${plain}// or ${secure}//. Did you mean ${right}?`,
  );
}
