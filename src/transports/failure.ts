/** Turns errors of sockets, TLS, DNS, HTTP parsers and `ws` into a stage, a code and a sentence for people. */
import type { TransportFailure } from "../model/frame.ts";
import { hostAndPort } from "./address.ts";
import type { DialStage } from "./dial.ts";

type Stage = TransportFailure["stage"];

interface SystemError extends Error {
  readonly code?: string | undefined;
  readonly syscall?: string | undefined;
  readonly address?: string | undefined;
  readonly port?: number | undefined;
}

/** The connection was not open any more, or not open yet: the caller's mistake or its bad luck, never the peer's doing. */
export class NotOpenError extends Error {
  override readonly name = "NotOpenError";
  readonly code = "not-open";
}

/** Carries a failure that is explained already, by whoever knew more than an error's code. */
export class DialError extends Error {
  override readonly name = "DialError";
  readonly code: string;
  readonly failure: TransportFailure;

  constructor(failure: TransportFailure) {
    super(failure.message);
    this.code = failure.code;
    this.failure = failure;
  }
}

/** `target` is how people know the peer: `host:port`. */
export function failureOf(error: unknown, stage: Stage, target: string): TransportFailure {
  if (error instanceof DialError) return error.failure;
  const cause: SystemError = error instanceof Error ? error : new Error(String(error));
  const code = cause.code ?? cause.name;
  if (cause.syscall === "getaddrinfo" || code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return { stage: "dns", code, message: dnsSentence(code, target) };
  }
  if (code.startsWith("HPE_") || code === "HTTPParserError" || code === "UND_ERR_HEADERS_OVERFLOW") {
    return {
      stage: stage === "reset" ? "protocol" : stage,
      code,
      message: parserSentence(code, cause.message, target),
    };
  }
  // Over TLS 1.3 a server says only after the handshake that it wanted a certificate, or another one.
  const alert = /^ERR_SSL_(?:TLSV1|TLSV13|SSLV3|SSL\/TLS)_ALERT_(\w+)$/.exec(code)?.[1];
  if (alert !== undefined) return { stage: "tls", code, message: alertSentence(alert, target) };
  const attempts = attemptsOf(error);
  return {
    stage,
    code,
    message: sentence(code, stage, target, cause.message),
    ...(attempts.length > 0 ? { attempts } : {}),
  };
}

/** `waitedFor` is what had not happened by then. */
export function timeoutFailure(waitedFor: DialStage, target: string, afterMs: number): TransportFailure {
  return {
    stage: "timeout",
    code: "ETIMEDOUT",
    message: `${target} took longer than ${afterMs / 1000} s ${waits[waitedFor]}.`,
  };
}

/** We closed before the other side had answered. */
export const abortedFailure: TransportFailure = {
  stage: "handshake",
  code: "aborted",
  message: "Closed before the server had answered.",
};

const waits: Readonly<Record<DialStage, string>> = {
  dns: "to be looked up by name",
  connect: "to accept the connection",
  proxy: "to be reached through the proxy",
  tls: "to agree on TLS",
  handshake: "to answer the request",
};

/** Several addresses of one name that all failed come as one AggregateError. */
function attemptsOf(error: unknown): readonly string[] {
  const errors: readonly SystemError[] = error instanceof AggregateError ? error.errors : [error as SystemError];
  return errors.flatMap(({ address, port, code }) =>
    address === undefined || port === undefined
      ? []
      : [`${hostAndPort(address, port)} ${outcomes[code ?? ""] ?? "failed"} (${code})`],
  );
}

const outcomes: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refused",
  ETIMEDOUT: "did not answer",
  EHOSTUNREACH: "cannot be reached",
  ENETUNREACH: "is in a network that cannot be reached",
  EADDRNOTAVAIL: "is not available on this machine",
};

function dnsSentence(code: string, target: string): string {
  const host = target.replace(/:\d+$/, "");
  return code === "EAI_AGAIN"
    ? `The host name ${host} could not be looked up: the name server did not answer.`
    : `The host name ${host} is not known.`;
}

/** OpenSSL's text is `write EPROTO 40…:error:0A00010B:SSL routines:function:wrong version number:../deps/…`. */
function tlsSentence(text: string, target: string): string {
  const reason = /SSL routines:[^:]*:([^:]+)/.exec(text)?.[1] ?? text.trim();
  return /wrong version number|packet length too long/.test(reason)
    ? `${target} does not speak TLS.`
    : `${target} and we could not agree on TLS: ${reason}.`;
}

/** RFC 8446 section 6.2. */
function alertSentence(alert: string, target: string): string {
  if (alert === "CERTIFICATE_REQUIRED") return `${target} wants a client certificate, and none was sent.`;
  const word = alert.toLowerCase().replaceAll("_", " ");
  if (alert === "HANDSHAKE_FAILURE") return `${target} broke off TLS (${word}): it may want a client certificate.`;
  if (/CERTIFICATE|UNKNOWN_CA/.test(alert)) return `${target} did not take our client certificate (${word}).`;
  return `${target} broke off TLS: ${word}.`;
}

function parserSentence(code: string, text: string, target: string): string {
  if (code === "HPE_HEADER_OVERFLOW" || code === "UND_ERR_HEADERS_OVERFLOW") {
    return `The headers of the answer from ${target} are larger than 16 KiB.`;
  }
  // Node says `Parse Error: reason`, undici `Response does not match the HTTP/1.1 protocol (reason)`.
  const reason = /^Parse Error: (.+)|\((.+)\)$/.exec(text);
  return `What ${target} sent is not HTTP: ${reason?.[1] ?? reason?.[2] ?? text}.`;
}

function sentence(code: string, stage: Stage, target: string, text: string): string {
  switch (code) {
    case "ECONNREFUSED":
      return `Nothing listens on ${target}: the connection was refused.`;
    case "ETIMEDOUT":
      return `${target} did not answer.`;
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return `${target} cannot be reached from this machine.`;
    case "ECONNRESET":
    case "EPIPE":
    case "UND_ERR_SOCKET":
      return stage === "handshake" || stage === "tls"
        ? `${target} closed the connection before it had answered.`
        : `${target} cut the connection.`;
    case "ERR_HTTP2_STREAM_ERROR":
      return `${target} reset the stream: ${/NGHTTP2_(\w+)/.exec(text)?.[1] ?? text}.`;
    case "ERR_HTTP2_STREAM_CANCEL":
    case "ERR_HTTP2_SESSION_ERROR":
    case "ERR_HTTP2_GOAWAY_SESSION":
      return `${target} closed the connection that this exchange shared with others.`;
    case "UND_ERR_INVALID_ARG":
    case "UND_ERR_NOT_SUPPORTED":
      return `The request cannot be sent: ${text}.`;
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
      return `The certificate of ${target} is self-signed, so it is not trusted.`;
    case "CERT_HAS_EXPIRED":
      return `The certificate of ${target} has expired.`;
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return `The certificate of ${target} was issued for another host name.`;
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
      return `The certificate of ${target} comes from an authority that is not known here.`;
    case "EPROTO":
    case "ERR_SSL_WRONG_VERSION_NUMBER":
    case "ERR_SSL_PACKET_LENGTH_TOO_LONG":
      return tlsSentence(text, target);
    default:
      return `${target}: ${text}`;
  }
}
