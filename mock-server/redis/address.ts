/** Reads the address of a Redis, and says it again without what is secret. Opens nothing. */
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";

export interface RedisAddress {
  /** As given, secrets included: for the connection alone. */
  readonly url: string;
  /** For logs and views: `redis://app:***@127.0.0.1:6379/1`. */
  readonly masked: string;
  readonly database: number;
}

const example = "redis://127.0.0.1:6379/1";

/** Throws `MisuseError` (`bad-redis-url`), never with the password in it. */
export function readAddress(text: string): RedisAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || url.hostname === "") throw bad(`The address of the Redis is no URL. It looks like ${example}.`);
  if (url.protocol !== "redis:" && url.protocol !== "rediss:") {
    throw bad(`A Redis is reached by redis:// or rediss:// (TLS), not by ${url.protocol}//. Such as ${example}.`);
  }
  const database = /^\/?(\d*)$/.exec(url.pathname)?.[1];
  if (database === undefined) {
    throw bad(`After the host comes the number of the database, not "${url.pathname.slice(1)}". Such as ${example}.`);
  }
  return { url: text, masked: mask(url), database: Number(database) };
}

function mask(url: URL): string {
  const masked = new URL(url);
  if (masked.password !== "") masked.password = "***";
  // A token may stand there, and nothing that people need to see does.
  masked.search = "";
  masked.hash = "";
  return masked.href;
}

function bad(message: string): MisuseError {
  return new MisuseError("bad-redis-url", message);
}
