/** What people read when a Redis cannot be used: the errors of real ones (Redis 7.0), each as one sentence. */
import { expect, it } from "vitest";
import { sentenceOf } from "../../../mock-server/redis/failures.ts";

const at = "redis://:***@127.0.0.1:6379/1";
const ofSocket = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

it.each([
  [ofSocket("ECONNREFUSED"), "No Redis answers there"],
  [ofSocket("ENOTFOUND"), "No machine of that name"],
  [ofSocket("ETIMEDOUT"), "cannot be reached"],
  [ofSocket("ECONNRESET"), "was cut"],
  [ofSocket("ERR_SSL_WRONG_VERSION_NUMBER"), "Without TLS it is redis://"],
  [new Error("WRONGPASS invalid username-password pair or user is disabled."), "user name or the password"],
  [new Error("NOAUTH Authentication required."), "asks for a password"],
  [new Error("ERR AUTH <password> called without any password configured for the default user."), "no password set"],
  [new Error("MOVED 3999 127.0.0.1:6381"), "It is a Redis Cluster"],
  [new Error("ERR SELECT is not allowed in cluster mode"), "It is a Redis Cluster"],
  [new Error("ERR DB index is out of range"), "no database of that number"],
  [new Error("READONLY You can't write against a read only replica."), "name the primary"],
  [new Error("LOADING Redis is loading the dataset in memory"), "still loading"],
  [new Error("OOM command not allowed when used memory > 'maxmemory'."), "is full"],
  [new Error("MISCONF Redis is configured to save RDB snapshots, but"), "cannot save its data to disk"],
  [new Error("ERR unknown command 'XADD', with args beginning with:"), "version 5 or newer"],
  [new Error("Socket closed unexpectedly"), "closed the connection"],
  [new Error("something new."), "The Redis cannot be used: something new."],
  ["no error at all", "The Redis cannot be used: no error at all."],
])("%s", (error, words) => {
  const sentence = sentenceOf(error, at);
  expect(sentence).toContain(words);
  expect(sentence.endsWith(`(${at})`)).toBe(true);
});

it("names what a user of the Redis is not allowed", () => {
  const error = new Error("NOPERM this user has no permissions to run the 'evalsha' command");
  expect(sentenceOf(error, at)).toContain("(this user has no permissions to run the 'evalsha' command)");
});
