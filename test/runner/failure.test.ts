import { expect, test } from "vitest";
import type { Close, TransportFailure } from "../../src/model/frame.ts";
import { explainFailure } from "../../src/runner/failure.ts";

function refusal(status: number, reason: string, headers: [string, string][] = [], body = ""): Close {
  return { kind: "refused", response: { status, reason, httpVersion: "1.1", headers }, body };
}

function failed(stage: TransportFailure["stage"], code: string, attempts?: string[]): Close {
  return { kind: "failed", failure: { stage, code, message: "It did not work.", ...(attempts && { attempts }) } };
}

test("a refusal says what came back: status, the telling headers, the body", () => {
  const headers: [string, string][] = [
    ["Server", "puma"],
    ["Date", "today"],
    ["X-Request-Id", "abc"],
  ];
  const event = explainFailure(
    refusal(404, "Not Found", headers, "  Page\n not   found "),
    ["Check the mount path."],
    7,
  );
  expect(event).toEqual({
    kind: "connectFailed",
    level: "error",
    title: "refused with 404 Not Found",
    explanation:
      "The server answered with HTTP 404 Not Found instead of opening the connection. Headers: Server: puma; X-Request-Id: abc. Body: Page not found",
    advice: ["Check the mount path."],
    evidence: [7],
  });
});

test("general advice is for protocols that have none of their own: nothing is said twice", () => {
  for (const close of [refusal(404, "Not Found"), failed("connect", "ECONNREFUSED")]) {
    expect(explainFailure(close, ["Look here."], 1)?.advice).toEqual(["Look here."]);
    expect(explainFailure(close, [], 1)?.advice).not.toEqual([]);
  }
});

test("a long body is cut, and that can be seen", () => {
  const event = explainFailure(refusal(500, "", [], "x".repeat(1_000)), [], 1);
  expect(event?.title).toBe("refused with 500");
  expect(event?.explanation.endsWith("x…")).toBe(true);
  expect(event?.explanation.length).toBeLessThan(450);
});

test.each([
  [200, [], "This address answers plain requests: check the path."],
  [301, [["Location", "wss://new/"]], "Connect to wss://new/, or allow redirects for this endpoint."],
  [400, [], "A proxy in between may strip or change the Upgrade and Connection headers."],
  [401, [], "Give the credentials that the server wants: Authorization, a cookie or a token."],
  [403, [], "Check the cookie or token, and whether the server allows this Origin."],
  [426, [], "A proxy in between may strip or change the Upgrade and Connection headers."],
  [429, [], "Too many attempts: wait before the next one."],
  [500, [], "The app raised an error while connecting: see the server's log."],
  [502, [], "A proxy answered, but the app behind it did not: check that it runs."],
] as [number, [string, string][], string][])("status %i has its own advice", (status, headers, advice) => {
  expect(explainFailure(refusal(status, "", headers), [], 1)?.advice?.[0]).toBe(advice);
});

test("an address list shows what each of them answered", () => {
  const attempts = ["127.0.0.1:4000 refused (ECONNREFUSED)", "[::1]:4000 refused (ECONNREFUSED)"];
  expect(explainFailure(failed("connect", "ECONNREFUSED", attempts), [], 1)).toMatchObject({
    title: "could not connect",
    explanation: `It did not work. Tried: ${attempts.join("; ")}.`,
  });
  expect(explainFailure(failed("connect", "ECONNREFUSED", attempts.slice(1)), [], 1)?.explanation).toBe(
    "It did not work. (ECONNREFUSED)",
  );
  expect(explainFailure(failed("handshake", "no-subprotocol"), [], 1)?.explanation).toBe("It did not work.");
});

test.each([
  ["dns", "ENOTFOUND", "Check the spelling of the host name."],
  ["connect", "ECONNREFUSED", "Check that the server runs, and on which port and address it listens."],
  ["connect", "EHOSTUNREACH", "Check the network, the VPN and any firewall between here and the server."],
  ["tls", "EPROTO", "The port may speak plain HTTP: try ws:// or http://."],
  [
    "tls",
    "CERT_HAS_EXPIRED",
    "For a development server, accept any certificate in this endpoint's settings (insecure).",
  ],
  ["tls", "DEPTH_ZERO_SELF_SIGNED_CERT", "Give the certificate of the authority that issued it, as tls.ca."],
  [
    "tls",
    "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
    "Give the client certificate that the server trusts: tls.cert and tls.key, or tls.pfx.",
  ],
  ["tls", "wrong-passphrase", undefined],
  ["proxy", "bad-proxy", "Correct the proxy of this endpoint, or set it to none."],
  ["proxy", "proxy-407", "Put the proxy's user and password into its address: http://user:password@host:port."],
  ["proxy", "proxy-403", "Many proxies open tunnels to port 443 only: have this port allowed."],
  [
    "proxy",
    "proxy-502",
    "The proxy is there, but did not reach the server: check host and port as the proxy sees them, and that the server runs.",
  ],
  ["proxy", "ECONNREFUSED", "Check the proxy's address and its kind (http://, https://, socks5://), and that it runs."],
  ["handshake", "no-subprotocol", "Check which subprotocols the server speaks, and offer one of them, or none."],
  ["handshake", "ECONNRESET", "The port may expect TLS: try wss:// or https://."],
  ["handshake", "HPE_INVALID_CONSTANT", "Check the port: something else than a web server may listen there."],
  ["timeout", "ETIMEDOUT", "The server or something before it accepts connections but does not answer: check its log."],
] as const)("a failure at %s (%s) has its own advice", (stage, code, advice) => {
  expect(explainFailure(failed(stage, code), [], 1)?.advice?.[0]).toBe(advice);
});

test.each<[string, Close]>([
  ["an end of a connection that had opened", { kind: "closed" }],
  ["an end of a body", { kind: "ended" }],
  ["our own giving up", failed("handshake", "aborted")],
])("%s needs no explanation", (_, close) => {
  expect(explainFailure(close, ["advice"], 1)).toBeUndefined();
});
