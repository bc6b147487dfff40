/** WebSocket close codes (RFC 6455 section 7.4 and IANA's registry), with what they mean to someone in a bug. */

export interface CloseCodeMeaning {
  /** The registry's name: `Going Away`. */
  readonly name: string;
  /** One sentence. */
  readonly meaning: string;
}

const registered: Readonly<Record<number, CloseCodeMeaning>> = {
  1000: { name: "Normal Closure", meaning: "The conversation is over and whoever closed meant it." },
  1001: { name: "Going Away", meaning: "The server shuts down, or the page was left." },
  1002: { name: "Protocol Error", meaning: "A frame broke the WebSocket rules." },
  1003: { name: "Unsupported Data", meaning: "A kind of data came that the endpoint does not take, such as binary." },
  1004: { name: "Reserved", meaning: "Has no meaning yet and should not be sent." },
  1005: { name: "No Status Received", meaning: "The close frame carried no code. Never sent on the wire." },
  1006: {
    name: "Abnormal Closure",
    meaning:
      "The connection ended with no close frame: it was cut, timed out, or a process died. Never sent on the wire.",
  },
  1007: { name: "Invalid Payload Data", meaning: "A text message was not valid UTF-8, or not what its type promised." },
  1008: { name: "Policy Violation", meaning: "A rule of the server was broken; often: not authorized." },
  1009: { name: "Message Too Big", meaning: "A message was larger than the receiver takes." },
  1010: { name: "Mandatory Extension", meaning: "The client needed an extension that the server did not agree to." },
  1011: { name: "Internal Error", meaning: "The server met an error that it did not expect." },
  1012: { name: "Service Restart", meaning: "The server restarts; connect again after a random wait." },
  1013: { name: "Try Again Later", meaning: "The server is overloaded." },
  1014: { name: "Bad Gateway", meaning: "A gateway got a wrong answer from the server behind it." },
  1015: { name: "TLS Handshake", meaning: "TLS could not be set up. Never sent on the wire." },
  3000: { name: "Unauthorized", meaning: "The client must authenticate first." },
  3003: { name: "Forbidden", meaning: "The client is known but not allowed." },
  3008: { name: "Timeout", meaning: "The endpoint took too long to react." },
};

/**
 * Whether an endpoint may put it into a close frame (RFC 6455 section 7.4): 1004 to 1006 and 1015 only say something of a
 * connection, and the rest below 3000 belongs to WebSocket itself.
 */
export function isSendableCloseCode(code: number): boolean {
  if (!Number.isInteger(code)) return false;
  return (code >= 1000 && code <= 1014 && (code < 1004 || code > 1006)) || (code >= 3000 && code <= 4999);
}

/** Any number gets an answer; what the registry does not know is told by its range. */
export function closeCodeMeaning(code: number): CloseCodeMeaning {
  const known = registered[code];
  if (known) return known;
  if (code >= 4000 && code <= 4999)
    return { name: "Private", meaning: "The application's own code; see its documentation." };
  if (code >= 3000 && code <= 3999) return { name: "Library", meaning: "A library's or framework's own code." };
  if (code >= 1000 && code <= 2999)
    return { name: "Unassigned", meaning: "Reserved for WebSocket itself; nobody has defined it." };
  return { name: "Invalid", meaning: "Outside of the range that WebSocket allows (1000 to 4999)." };
}
