/** Addresses of a Redis: what is taken, and what may be seen of it. */
import { expect, it } from "vitest";
import { readAddress } from "../../../mock-server/redis/address.ts";

it.each([
  ["redis://127.0.0.1:6379/1", "redis://127.0.0.1:6379/1", 1],
  ["redis://localhost", "redis://localhost", 0],
  ["rediss://app:p%40ss@redis.example:6380/15", "rediss://app:***@redis.example:6380/15", 15],
  ["redis://:secret@[::1]:6379", "redis://:***@[::1]:6379", 0],
  ["redis://127.0.0.1/2?token=secret#x", "redis://127.0.0.1/2", 2],
])("reads %s", (url, masked, database) => {
  expect(readAddress(url)).toEqual({ url, masked, database });
});

it.each([
  ["", "is no URL"],
  ["127.0.0.1:6379", "is no URL"],
  ["redis://", "is no URL"],
  ["http://:secret@127.0.0.1", "not by http://"],
  ["redis://:secret@127.0.0.1/one", 'not "one"'],
  ["redis://:secret@127.0.0.1/1/2", 'not "1/2"'],
])("refuses %j with a sentence that keeps secrets", (url, words) => {
  expect(() => readAddress(url)).toThrow(words);
  expect(() => readAddress(url)).not.toThrow("secret");
});
