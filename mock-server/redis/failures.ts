/** Says in a sentence why a Redis cannot be used, and what to do. Knows the errors of Redis 5 to 8 and of Node's sockets. */

/** `at` is the address as people may see it. */
export function sentenceOf(error: unknown, at: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const known = bySocket(code) ?? byReply(message);
  return `${known ?? `The Redis cannot be used: ${message.replace(/\.$/, "")}.`} (${at})`;
}

function bySocket(code: string): string | undefined {
  switch (code) {
    case "ECONNREFUSED":
      return "No Redis answers there: is it running, and on that port?";
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "No machine of that name can be found.";
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "ETIMEDOUT":
      return "The machine of the Redis cannot be reached.";
    case "ECONNRESET":
    case "EPIPE":
      return "The connection to the Redis was cut.";
    default:
      return /^(ERR_SSL|ERR_TLS|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_VERIFY|CERT_)/.test(code)
        ? `TLS with the Redis failed (${code}): does it speak TLS on that port, with a certificate that Node trusts? Without TLS it is redis://.`
        : undefined;
  }
}

const replies: readonly (readonly [RegExp, string])[] = [
  [/^WRONGPASS|^ERR invalid password|invalid username-password/, "The Redis refuses the user name or the password."],
  [/^NOAUTH/, "The Redis asks for a password: redis://:PASSWORD@HOST:PORT/DB."],
  [/^ERR AUTH|without any password configured/, "The Redis has no password set, and one was given."],
  [/^MOVED|^ASK |^CLUSTERDOWN|^CROSSSLOT|not allowed in cluster mode/, cluster()],
  [/DB index is out of range|invalid DB index/, "The Redis has no database of that number; most have 0 to 15."],
  [/^READONLY/, "It is a replica, which takes no writes: name the primary."],
  [/^OTHERLIFE/, "The history that mock servers share in it was begun anew."],
  [/^LOADING/, "The Redis is still loading its data."],
  [/^OOM/, "The Redis is full (maxmemory) and takes nothing more."],
  [/^MISCONF/, "The Redis takes no writes, because it cannot save its data to disk."],
  [
    /unknown command|^ERR wrong number of arguments/,
    "It is no Redis of version 5 or newer: it does not know a command.",
  ],
  [/RESP|Protocol error|Unknown type/i, "What answers there is no Redis."],
  [/closed unexpectedly|Socket closed/, "The Redis closed the connection."],
  [/timeout/i, "The Redis does not answer in time."],
];

function byReply(message: string): string | undefined {
  if (/NOPERM/.test(message)) {
    return `The Redis user may not do what the mock server needs (${message.replace(/^.*?NOPERM\s*/s, "").replace(/\.$/, "")}). It needs scripts, pub/sub, streams, and keys framescope:* and __mb_*.`;
  }
  return replies.find(([pattern]) => pattern.test(message))?.[1];
}

function cluster(): string {
  return "It is a Redis Cluster, which the mock server cannot use: name a single Redis.";
}
