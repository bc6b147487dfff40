/** Words for what happens below every protocol: openings, endings and WebSocket control frames. */
import type { Close, CloseFrameInfo, Handshake, TlsInfo, TransportFailure } from "../../model/frame.ts";
import type { TransportMessage } from "../../model/message.ts";
import type { Description, Fact, TextBlock } from "../../model/protocol.ts";
import { closeCodeMeaning } from "./close-codes.ts";
import { headerValue } from "./headers.ts";
import { bodyFacts, phaseFacts } from "./phases.ts";
import { formatCount, oneLine } from "./words.ts";

/** One line for the row. */
export function summarizeTransport(message: TransportMessage): string {
  switch (message.kind) {
    case "open":
      return summarizeOpen(message.handshake, message.attempt);
    case "closed":
      return summarizeClose(message.close);
    case "ws_ping":
    case "ws_pong":
      return message.data === "" ? "no payload" : oneLine(message.data, 120);
    case "ws_close":
      return closeFrameText(message.frame);
  }
}

export function describeTransport(message: TransportMessage): Description {
  switch (message.kind) {
    case "open":
      return { facts: openFacts(message.handshake, message.attempt) };
    case "closed":
      return describeClose(message.close);
    case "ws_ping":
      return {
        facts: [{ label: "Payload", value: message.data || "none", aside: "the peer must answer with the same" }],
      };
    case "ws_pong":
      return { facts: [{ label: "Payload", value: message.data || "none" }] };
    case "ws_close":
      return { facts: closeFrameFacts("Code", message.frame) };
  }
}

function summarizeOpen(handshake: Handshake, attempt: number): string {
  const { response } = handshake;
  const parts = [`${response.status} ${response.reason}`.trim()];
  if (handshake.stream !== undefined) parts.push(`HTTP/2 stream ${handshake.stream.id}`);
  if (handshake.subprotocol !== undefined) parts.push(handshake.subprotocol);
  else if (handshake.offered.length > 0) parts.push("no subprotocol chosen");
  const contentType = response.status === 101 ? undefined : headerValue(response.headers, "content-type");
  if (contentType !== undefined) parts.push(contentType);
  if (handshake.extensions) parts.push(handshake.extensions);
  if (handshake.proxy !== undefined) parts.push(`through ${handshake.proxy}`);
  if (attempt > 1) parts.push(`attempt ${attempt}`);
  return parts.join(" · ");
}

function summarizeClose(close: Close): string {
  switch (close.kind) {
    case "closed": {
      if (close.seen) return closeFrameText(close.seen);
      const cause = close.failure ? `: ${close.failure.message}` : "";
      return close.sent
        ? `the client sent ${closeFrameText(close.sent)}, no close frame came${cause}`
        : `1006 no close frame came${cause}`;
    }
    case "ended":
      if (close.aborted) return "cut by the client";
      return close.failure ? close.failure.message : "the server finished the body";
    case "refused":
      return oneLine(`${close.response.status} ${close.response.reason}: ${close.body || "no body"}`, 300);
    case "failed":
      return `${close.failure.code}: ${close.failure.message}`;
  }
}

function closeFrameText(frame: CloseFrameInfo): string {
  if (frame.code === undefined) return "no code (1005)";
  const reason = frame.reason === "" ? "" : ` "${oneLine(frame.reason, 130)}"`;
  return `${frame.code} ${closeCodeMeaning(frame.code).name}${reason}`;
}

function closeFrameFacts(label: string, frame: CloseFrameInfo): Fact[] {
  const meaning = closeCodeMeaning(frame.code ?? 1005);
  const value = frame.code === undefined ? "none" : `${frame.code} ${meaning.name}`;
  const facts: Fact[] = [{ label, value, aside: meaning.meaning }];
  if (frame.reason !== "") facts.push({ label: "Reason", value: frame.reason });
  return facts;
}

function openFacts(handshake: Handshake, attempt: number): Fact[] {
  const { request, response } = handshake;
  const facts: Fact[] = [
    { label: "URL", value: request.url },
    { label: "Status", value: `${response.status} ${response.reason}`.trim() },
  ];
  if (handshake.offered.length > 0) {
    facts.push({ label: "Subprotocols offered", value: handshake.offered.join(", ") });
    facts.push({ label: "Subprotocol chosen", value: handshake.subprotocol ?? "none" });
  }
  if (handshake.extensions !== undefined) facts.push({ label: "Extensions", value: handshake.extensions || "none" });
  facts.push(...exchangeFacts(handshake));
  if (handshake.proxy !== undefined) facts.push({ label: "Proxy", value: handshake.proxy });
  if (handshake.tls !== undefined) facts.push(tlsFact(handshake.tls));
  if (handshake.remoteAddress !== undefined) {
    const aside = handshake.proxy === undefined ? undefined : "the proxy's";
    facts.push({ label: "Address", value: handshake.remoteAddress, aside });
  }
  for (const hop of handshake.redirects ?? []) {
    facts.push({ label: "Redirect", value: `${hop.from} → ${hop.to}`, aside: String(hop.status) });
  }
  if (attempt > 1) facts.push({ label: "Attempt", value: String(attempt) });
  return facts;
}

function tlsFact({ version, fault, hasClientCertificate }: TlsInfo): Fact {
  const trust = fault === undefined ? "certificate trusted" : `certificate not trusted: ${fault}`;
  return {
    label: "TLS",
    value: version,
    aside: hasClientCertificate ? `${trust}; a client certificate was ready` : trust,
  };
}

/** Phases of an HTTP exchange, and the connection that it shares. */
function exchangeFacts({ timing, stream }: Handshake): Fact[] {
  const facts: Fact[] = [];
  if (stream !== undefined) {
    const others = stream.openStreams - 1;
    facts.push({
      label: "HTTP/2",
      value: `stream ${stream.id} of connection ${stream.connection}`,
      aside: others === 0 ? "alone on it" : `beside ${formatCount(others, "other stream")}`,
    });
  }
  if (timing !== undefined) facts.push(...phaseFacts(timing, stream !== undefined && stream.id > 1));
  return facts;
}

function describeClose(close: Close): Description {
  switch (close.kind) {
    case "closed": {
      const facts = close.seen
        ? closeFrameFacts("Code received", close.seen)
        : [{ label: "Code received", value: "none (1006)", aside: closeCodeMeaning(1006).meaning }];
      if (close.sent) facts.push(...closeFrameFacts("Code sent", close.sent));
      if (close.dropped !== undefined) {
        const aside = "they came after you had disconnected; a browser drops such messages too";
        facts.push({ label: "Not recorded", value: formatCount(close.dropped, "message"), aside });
      }
      return { facts: [...facts, ...failureFacts(close.failure)] };
    }
    case "ended":
      return {
        facts: [
          { label: "Ended by", value: endedBy(close) },
          ...bodyFacts(close.bodyMs),
          ...failureFacts(close.failure),
        ],
      };
    case "refused": {
      const facts: Fact[] = [{ label: "Status", value: `${close.response.status} ${close.response.reason}`.trim() }];
      for (const [name, value] of close.response.headers) facts.push({ label: name, value });
      return close.body === "" ? { facts } : { facts, texts: [bodyBlock(close)] };
    }
    case "failed":
      return { facts: failureFacts(close.failure) };
  }
}

function endedBy(close: Close & { readonly kind: "ended" }): string {
  if (close.aborted) return "the client";
  return close.failure ? "a cut connection" : "the server";
}

function bodyBlock(close: Close & { readonly kind: "refused" }): TextBlock {
  const contentType = headerValue(close.response.headers, "content-type") ?? "";
  const language = contentType.includes("html") ? "html" : contentType.includes("json") ? "json" : "plaintext";
  return { title: "Body", language, text: close.body };
}

function failureFacts(failure: TransportFailure | undefined): Fact[] {
  if (!failure) return [];
  const facts: Fact[] = [{ label: "Cause", value: failure.message, aside: `${failure.code} (${failure.stage})` }];
  for (const attempt of failure.attempts ?? []) facts.push({ label: "Tried", value: attempt });
  return facts;
}
