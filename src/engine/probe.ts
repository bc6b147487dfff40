/**
 * Works out which protocol an address speaks. An http address is asked once, as an EventSource would ask it; a
 * WebSocket address is not, since opening it would already be a visit that the server's log shows.
 */
import type { ProbeResult } from "../bridge/engine-api.ts";
import { redactWords } from "../capture/redaction.ts";
import type { EndpointRoute } from "../model/endpoint.ts";
import type { Close, Handshake, HeaderList } from "../model/frame.ts";
import type { Clue } from "../model/protocol.ts";
import { headerValue } from "../protocols/kit/headers.ts";
import { protocols } from "../protocols/registry.ts";
import { checkHeaders, checkUrl, takesScheme } from "./endpoint-check.ts";
import { transports } from "./transports.ts";

const askTimeoutMs = 3_000;

/** Rejects only when the address or a header is wrong in itself. */
export async function probe(text: string, headers: HeaderList, route: EndpointRoute = {}): Promise<ProbeResult> {
  const url = checkUrl(text);
  checkHeaders(headers);
  const asked = url.protocol.startsWith("http") ? await ask(text, headers, route) : undefined;
  const clue: Clue = { url: text, ...asked?.clue };
  const candidates = protocols
    .filter((protocol) => takesScheme(protocol, url))
    .map((protocol) => ({ protocol: protocol.id, confidence: protocol.match(clue) }))
    .sort((a, b) => b.confidence - a.confidence);
  return { candidates, answer: asked?.answer };
}

interface Asked {
  readonly clue: Pick<Clue, "status" | "contentType">;
  readonly answer: string;
}

/** Reads the head of the answer, never the body. */
function ask(url: string, headers: HeaderList, route: EndpointRoute): Promise<Asked> {
  const accept = headerValue(headers, "accept") === undefined ? [["Accept", "text/event-stream"] as const] : [];
  return new Promise((resolve) => {
    const connection = transports.http.open(
      { ...route, url, headers: [...headers, ...accept], handshakeTimeoutMs: askTimeoutMs },
      {
        frame: () => {},
        opened: (handshake) => {
          resolve(answered(handshake));
          connection.cut();
        },
        closed: (close) => resolve({ clue: {}, answer: notAnswered(close) }),
      },
    );
  });
}

function answered({ response }: Handshake): Asked {
  const { status, reason, headers } = response;
  const contentType = headerValue(headers, "content-type");
  const location = headerValue(headers, "location");
  const parts = [`${status} ${reason}`.trim(), contentType ?? "no content type"];
  if (location !== undefined) parts.push(redactWords(`redirects to ${location}`));
  return { clue: { status, contentType }, answer: parts.join(", ") };
}

function notAnswered(close: Close): string {
  return "failure" in close && close.failure ? redactWords(close.failure.message) : "The server gave no answer.";
}
