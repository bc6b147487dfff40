/** The setting that names the mock server's Redis. */
import { expect, it } from "vitest";
import { readRedis } from "../../../src/extension/mock/redis-setting.ts";

const env = { REDIS_URL: "redis://:pw@127.0.0.1:6379/1" };

it("is none when it is empty", async () => {
  expect(await readRedis({ redis: " ", redisPrefix: "app" }, env)).toBeUndefined();
});

it("looks up what stands in the environment", async () => {
  const url = "redis://:pw@127.0.0.1:6379/1";
  expect(await readRedis({ redis: "${env:REDIS_URL}", redisPrefix: " app " }, env)).toEqual({ url, prefix: "app" });
});

it.each([
  ["${env:NOWHERE}", "framescope.mock.redis: there is no environment variable NOWHERE."],
  ["redis://:${secret:pw}@x", "only ${env:NAME} can be looked up here"],
  ["${env}", 'framescope.mock.redis: "${env}" has no name'],
])("says in a sentence what is wrong with %s", async (redis, sentence) => {
  await expect(readRedis({ redis, redisPrefix: "" }, env)).rejects.toThrow(sentence);
});
