/**
 * Explains a connection that never opened, in words that help with any protocol. A protocol's own advice takes the place
 * of the general one: it says the same and more, and two of nearly the same make both harder to read.
 * Knows nothing of sockets: it reads a `Close`.
 */
import type { ObserverEvent } from "../model/event.ts";
import type { Close, HeaderList, ResponseHead, TransportFailure } from "../model/frame.ts";

type Refused = Extract<Close, { kind: "refused" }>;

/** Code of a failure that we caused ourselves, by closing before the server answered: nothing to explain. */
const abortedCode = "aborted";

/** Of a refusal's headers, those that tell why; the rest is in the response frame. */
const tellingHeaders = new Set([
  "content-type",
  "location",
  "retry-after",
  "sec-websocket-version",
  "server",
  "upgrade",
  "via",
  "www-authenticate",
  "x-request-id",
]);

/** Characters of a refusal's body that fit an explanation; the whole is in the frames. */
const bodyExcerptLength = 300;

/**
 * The `connectFailed` event for a connection that failed or was refused; undefined for any other ending.
 * `evidence` is the number of the `closed` row.
 */
export function explainFailure(
  close: Close,
  protocolAdvice: readonly string[],
  evidence: number,
): ObserverEvent | undefined {
  if (close.kind === "refused") {
    return connectFailed(
      `refused with ${statusLine(close.response)}`,
      explainRefusal(close),
      protocolAdvice.length > 0 ? protocolAdvice : adviseOnStatus(close.response),
      evidence,
    );
  }
  if (close.kind === "failed" && close.failure.code !== abortedCode) {
    return connectFailed(
      titles[close.failure.stage],
      explainStage(close.failure),
      protocolAdvice.length > 0 ? protocolAdvice : adviseOnFailure(close.failure),
      evidence,
    );
  }
  return undefined;
}

/** Two failures with the same signature have the same explanation, so that endless retries need it once. */
export function failureSignature(close: Close): string {
  if (close.kind === "refused") return `refused ${close.response.status}`;
  if (close.kind === "failed") return `${close.failure.stage} ${close.failure.code}`;
  return "";
}

function connectFailed(title: string, explanation: string, advice: readonly string[], evidence: number): ObserverEvent {
  return {
    kind: "connectFailed",
    level: "error",
    title,
    explanation,
    advice,
    evidence: [evidence],
  };
}

const titles: Readonly<Record<TransportFailure["stage"], string>> = {
  url: "the address cannot be used",
  dns: "the host name was not found",
  connect: "could not connect",
  proxy: "the proxy did not let us through",
  tls: "no secure connection",
  handshake: "the handshake failed",
  protocol: "the peer broke the protocol",
  timeout: "no answer in time",
  reset: "the connection was cut",
};

function explainStage({ message, code, attempts }: TransportFailure): string {
  if (attempts !== undefined && attempts.length > 1) return `${message} Tried: ${attempts.join("; ")}.`;
  // A system's own code can be searched for; the others are ours and the sentence says the same.
  return /^[A-Z_]+$/.test(code) ? `${message} (${code})` : message;
}

function explainRefusal({ response, body }: Refused): string {
  const parts = [`The server answered with HTTP ${statusLine(response)} instead of opening the connection.`];
  const headers = response.headers.filter(([name]) => tellingHeaders.has(name.toLowerCase()));
  if (headers.length > 0) parts.push(`Headers: ${headers.map(([name, value]) => `${name}: ${value}`).join("; ")}.`);
  const text = body.replace(/\s+/g, " ").trim();
  if (text !== "") {
    parts.push(`Body: ${text.length > bodyExcerptLength ? `${text.slice(0, bodyExcerptLength)}…` : text}`);
  }
  return parts.join(" ");
}

function statusLine(response: ResponseHead): string {
  return response.reason ? `${response.status} ${response.reason}` : String(response.status);
}

function adviseOnStatus(response: ResponseHead): readonly string[] {
  const { status, headers } = response;
  const location = headerValue(headers, "location");
  if (status >= 300 && status < 400 && location !== undefined) {
    return [`Connect to ${location}, or allow redirects for this endpoint.`];
  }
  if (status >= 200 && status < 300) {
    return [
      "This address answers plain requests: check the path.",
      "A proxy in between may not pass the Upgrade header on.",
    ];
  }
  if (status === 401 || status === 407)
    return ["Give the credentials that the server wants: Authorization, a cookie or a token."];
  if (status === 403) return ["Check the cookie or token, and whether the server allows this Origin."];
  if (status === 404)
    return ["Check the path.", "Check the Origin header: some servers answer 404 to one that they do not allow."];
  if (status === 400 || status === 426)
    return ["A proxy in between may strip or change the Upgrade and Connection headers."];
  if (status === 429) return ["Too many attempts: wait before the next one."];
  if (status >= 502 && status <= 504) return ["A proxy answered, but the app behind it did not: check that it runs."];
  if (status >= 500) return ["The app raised an error while connecting: see the server's log."];
  return [];
}

function adviseOnFailure(failure: TransportFailure): readonly string[] {
  switch (failure.stage) {
    case "dns":
      return ["Check the spelling of the host name.", "A VPN or the hosts file may be needed for it."];
    case "connect":
      return failure.code === "ECONNREFUSED"
        ? ["Check that the server runs, and on which port and address it listens."]
        : ["Check the network, the VPN and any firewall between here and the server."];
    case "proxy":
      return adviseOnProxy(failure.code);
    case "tls":
      return adviseOnTls(failure.code);
    case "handshake":
      return adviseOnHandshake(failure.code);
    case "timeout":
      return ["The server or something before it accepts connections but does not answer: check its log."];
    default:
      return [];
  }
}

function adviseOnHandshake(code: string): readonly string[] {
  if (code.endsWith("-subprotocol")) {
    return ["Check which subprotocols the server speaks, and offer one of them, or none."];
  }
  if (code === "ECONNRESET" || code === "UND_ERR_SOCKET") {
    return ["The port may expect TLS: try wss:// or https://.", "See the server's log for why it hung up."];
  }
  if (code.startsWith("HPE_") || code === "HTTPParserError") {
    return ["Check the port: something else than a web server may listen there."];
  }
  return [];
}

function adviseOnTls(code: string): readonly string[] {
  if (code.includes("WRONG_VERSION_NUMBER") || code === "EPROTO") {
    return ["The port may speak plain HTTP: try ws:// or http://."];
  }
  if (/ALERT_(?:CERTIFICATE|BAD_CERTIFICATE|UNKNOWN_CA|HANDSHAKE_FAILURE|UNSUPPORTED_CERTIFICATE)/.test(code)) {
    return ["Give the client certificate that the server trusts: tls.cert and tls.key, or tls.pfx."];
  }
  // Ours: the sentence says what to set.
  if (/^[a-z]/.test(code)) return [];
  const accept = "For a development server, accept any certificate in this endpoint's settings (insecure).";
  const isAuthority = /SELF_SIGNED|ISSUER|LEAF_SIGNATURE/.test(code);
  return isAuthority ? ["Give the certificate of the authority that issued it, as tls.ca.", accept] : [accept];
}

function adviseOnProxy(code: string): readonly string[] {
  switch (code) {
    case "bad-proxy":
      return ["Correct the proxy of this endpoint, or set it to none."];
    case "proxy-407":
    case "proxy-auth":
      return ["Put the proxy's user and password into its address: http://user:password@host:port."];
    case "proxy-403":
    case "proxy-405":
      return [
        "Many proxies open tunnels to port 443 only: have this port allowed.",
        "If the server can be reached without the proxy, add its host to NO_PROXY (in VS Code: http.noProxy), or set the proxy to none.",
      ];
    case "proxy-502":
    case "proxy-503":
    case "proxy-504":
    case "proxy-refused":
      return [
        "The proxy is there, but did not reach the server: check host and port as the proxy sees them, and that the server runs.",
        "For a server on this machine or in this network, add its host to NO_PROXY (in VS Code: http.noProxy), or set the proxy to none.",
      ];
    default:
      return [
        "Check the proxy's address and its kind (http://, https://, socks5://), and that it runs.",
        "To go without it, set the proxy of this endpoint to none.",
      ];
  }
}

function headerValue(headers: HeaderList, name: string): string | undefined {
  return headers.find(([header]) => header.toLowerCase() === name)?.[1];
}
