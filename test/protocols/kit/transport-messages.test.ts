import { describe, expect, it } from "vitest";
import type { Close, Handshake } from "../../../src/model/frame.ts";
import type { TransportMessage } from "../../../src/model/message.ts";
import { closeCodeMeaning } from "../../../src/protocols/kit/close-codes.ts";
import { describeTransport, summarizeTransport } from "../../../src/protocols/kit/transport-messages.ts";
import { handshakeOf } from "../wire.ts";

const closed = (close: Close) => ({ kind: "closed", close }) as const;
const response = {
  status: 404,
  reason: "Not Found",
  httpVersion: "1.1",
  headers: [["Content-Type", "text/html"]],
} as const;
const failure = {
  stage: "connect",
  code: "ECONNREFUSED",
  message: "nobody listens",
  attempts: ["::1 refused"],
} as const;

describe("summarizeTransport", () => {
  it.each([
    [
      { kind: "open", handshake: handshakeOf("actioncable-v1-json", ["actioncable-v1-json"]), attempt: 1 },
      "101 Switching Protocols · actioncable-v1-json",
    ],
    [
      { kind: "open", handshake: handshakeOf(undefined, ["foo"]), attempt: 3 },
      "101 Switching Protocols · no subprotocol chosen · attempt 3",
    ],
    [closed({ kind: "closed", seen: { code: 1000, reason: "bye" } }), '1000 Normal Closure "bye"'],
    [closed({ kind: "closed", seen: { reason: "" } }), "no code (1005)"],
    [closed({ kind: "closed" }), "1006 no close frame came"],
    [
      closed({ kind: "closed", sent: { code: 1000, reason: "" }, failure }),
      "the client sent 1000 Normal Closure, no close frame came: nobody listens",
    ],
    [closed({ kind: "ended" }), "the server finished the body"],
    [closed({ kind: "ended", aborted: true }), "cut by the client"],
    [closed({ kind: "ended", failure }), "nobody listens"],
    [closed({ kind: "refused", response, body: "<h1>\nno\n</h1>" }), "404 Not Found: <h1> no </h1>"],
    [closed({ kind: "failed", failure }), "ECONNREFUSED: nobody listens"],
    [{ kind: "ws_ping", data: "" }, "no payload"],
    [{ kind: "ws_pong", data: "abc" }, "abc"],
    [{ kind: "ws_close", frame: { code: 4001, reason: "" } }, "4001 Private"],
  ] as const)("%# writes %s", (message, text) => {
    expect(summarizeTransport(message)).toBe(text);
  });
});

describe("describeTransport", () => {
  it("shows both the code sent and the code seen", () => {
    const { facts } = describeTransport(
      closed({ kind: "closed", seen: { code: 1001, reason: "restart" }, sent: { code: 1000, reason: "" } }),
    );
    expect(facts.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      "Code received: 1001 Going Away",
      "Reason: restart",
      "Code sent: 1000 Normal Closure",
    ]);
  });

  it("tells what came after the person had left", () => {
    const { facts } = describeTransport(closed({ kind: "closed", sent: { code: 1000, reason: "" }, dropped: 312 }));
    expect(facts).toContainEqual(expect.objectContaining({ label: "Not recorded", value: "312 messages" }));
  });

  it("shows a refusal's headers and its body as text, never as a page", () => {
    const { facts, texts } = describeTransport(closed({ kind: "refused", response, body: "<b>no</b>" }));
    expect(facts).toContainEqual({ label: "Content-Type", value: "text/html" });
    expect(texts).toEqual([{ title: "Body", language: "html", text: "<b>no</b>" }]);
  });

  it("lists every address that was tried", () => {
    const { facts } = describeTransport(closed({ kind: "failed", failure }));
    expect(facts).toContainEqual({ label: "Tried", value: "::1 refused" });
  });

  it("shows what was offered and chosen", () => {
    const { facts } = describeTransport({ kind: "open", handshake: handshakeOf(undefined, ["a", "b"]), attempt: 1 });
    expect(facts).toContainEqual({ label: "Subprotocols offered", value: "a, b" });
    expect(facts).toContainEqual({ label: "Subprotocol chosen", value: "none" });
  });
});

describe("closeCodeMeaning", () => {
  it.each([
    [1006, "Abnormal Closure"],
    [1012, "Service Restart"],
    [2000, "Unassigned"],
    [3500, "Library"],
    [4999, "Private"],
    [70_000, "Invalid"],
    [-1, "Invalid"],
  ])("knows %i", (code, name) => {
    expect(closeCodeMeaning(code).name).toBe(name);
  });
});

describe("an HTTP exchange", () => {
  const exchange = {
    request: { method: "GET", url: "https://h/p", httpVersion: "2", headers: [] },
    response: { status: 200, reason: "", httpVersion: "2", headers: [] },
    offered: [],
    timing: { connectMs: 0.2, holdMs: 25_010 },
    stream: { connection: 3, id: 7, openStreams: 2 },
  };
  const open = (handshake: Handshake): TransportMessage => ({ kind: "open", handshake, attempt: 1 });

  it("says which stream it was beside which others, and how long it was held", () => {
    expect(summarizeTransport(open(exchange))).toBe("200 · HTTP/2 stream 7");
    expect(describeTransport(open(exchange)).facts.slice(2)).toEqual([
      { label: "HTTP/2", value: "stream 7 of connection 3", aside: "beside 1 other stream" },
      { label: "Connect", value: "0.2 ms", aside: "connection used again" },
      { label: "Hold", value: "25 s", aside: "from the request to the head of the answer" },
    ]);
  });

  it("tells all phases that are known, in their order", () => {
    const timing = { gapMs: 5000, connectMs: 12, dnsMs: 1, tcpMs: 3, tlsMs: 8, requestMs: 0.4, holdMs: 3 };
    const facts = describeTransport(open({ ...exchange, stream: undefined, timing })).facts.slice(2);
    expect(facts.map(({ label, value, aside }) => `${label} ${value}: ${aside}`)).toEqual([
      "Gap 5 s: since the exchange before: nobody asked",
      "Connect 12 ms: DNS 1 ms, TCP 3 ms, TLS 8 ms",
      "Request 0.4 ms: until all of it was sent",
      "Hold 3 ms: from the request to the head of the answer",
    ]);
    expect(describeTransport({ kind: "closed", close: { kind: "ended", bodyMs: 2 } }).facts[1]).toMatchObject({
      label: "Response",
      value: "2 ms",
    });
  });

  it("says what it went through", () => {
    const tls = { version: "TLSv1.3", fault: "CERT_HAS_EXPIRED" };
    const proxied = {
      ...exchange,
      stream: undefined,
      timing: undefined,
      proxy: "http://p:1",
      remoteAddress: "p:1",
      tls,
    };
    expect(summarizeTransport(open(proxied))).toBe("200 · through http://p:1");
    expect(describeTransport(open(proxied)).facts.slice(2)).toEqual([
      { label: "Proxy", value: "http://p:1" },
      { label: "TLS", value: "TLSv1.3", aside: "certificate not trusted: CERT_HAS_EXPIRED" },
      { label: "Address", value: "p:1", aside: "the proxy's" },
    ]);
    const trusted = open({ ...exchange, timing: undefined, tls: { version: "TLSv1.2", hasClientCertificate: true } });
    expect(describeTransport(trusted).facts).toContainEqual({
      label: "TLS",
      value: "TLSv1.2",
      aside: "certificate trusted; a client certificate was ready",
    });
  });

  it("says when its connection was new, and its own", () => {
    const first = open({ ...exchange, stream: { connection: 1, id: 1, openStreams: 1 } });
    expect(describeTransport(first).facts.slice(2, 4)).toEqual([
      { label: "HTTP/2", value: "stream 1 of connection 1", aside: "alone on it" },
      { label: "Connect", value: "0.2 ms" },
    ]);
  });
});
