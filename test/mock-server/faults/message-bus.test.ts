/** What faults make of MessageBus, and what its official client does about it, in a real page. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Fault } from "../../../src/model/fault.ts";
import { chromiumIsMissing, launchChromium } from "../../chromium.ts";
import { openPage } from "../message-bus-page.ts";
import { type FaultyMock, startFaulty } from "./faulty-mock.ts";

const hearChat = 'hear("/chat", 0);';
const quick = "{ callbackInterval: 100 }";
const textsOf = ({ strikes }: FaultyMock) => strikes.all.map(({ text }) => text);
const held = ({ when }: FaultyMock) =>
  when(({ topics }) => topics.some(({ topic, subscribers }) => topic === "chat" && subscribers === 1));

describe.skipIf(chromiumIsMissing)(
  `message-bus-client in a page${chromiumIsMissing ? " (skipped: there is no Chromium)" : ""}`,
  () => {
    let browser: Browser;

    beforeAll(async () => {
      browser = await launchChromium();
    }, 60_000);
    afterAll(() => browser?.close());

    async function open(fault?: Fault, options = quick) {
      const mock = await startFaulty();
      if (fault) mock.fault(fault);
      return { mock, ...(await openPage(browser, mock.origin, options, hearChat)) };
    }

    it("429: stays away for at least 15 s, whatever Retry-After says below that", async () => {
      const mock = await startFaulty();
      mock.fault({ times: 1, does: { kind: "answer", status: 429, headers: [["Retry-After", "2"]] } });
      const waits = `const wait = window.setTimeout;
      window.setTimeout = (task, ms) => { if (ms >= 1000) report("waits " + ms); return wait(task, Math.min(ms, 50)); };`;
      const { heard, polls } = await openPage(
        browser,
        mock.origin,
        "{ enableChunkedEncoding: false }",
        waits + hearChat,
      );
      expect(await heard.takeUntil((line) => line.startsWith("waits"))).toBe("waits 15000");
      expect(textsOf(mock)).toEqual([
        expect.stringMatching(/^Answered POST \/message-bus\/\w+\/poll with 429 Too Many Requests$/),
      ]);
      expect([await polls.take(), await polls.take()].map(({ seq }) => seq)).toEqual([1, 2]);
    });

    it.each([401, 403, 500, 503])("%i: asks again soon, and misses nothing", async (status) => {
      const { mock, heard } = await open({ times: 2, does: { kind: "answer", status } });
      await held(mock);
      await mock.publish("chat", 1);
      expect(await heard.take()).toBe("/chat 1 1");
      expect(textsOf(mock)).toHaveLength(2);
    });

    it.each<[string, Fault, string[]]>([
      [
        "a lost message: a hole that nobody fills",
        { times: 1, kinds: ["message"], does: { kind: "drop" } },
        ["/chat 2 2", "/chat 3 3"],
      ],
      [
        "twice: the app is told twice",
        { kinds: ["message"], does: { kind: "duplicate", copies: 1 } },
        ["/chat 1 1", "/chat 1 1", "/chat 2 2", "/chat 2 2"],
      ],
      [
        "cut at every byte, and whole again",
        { does: { kind: "split", bytes: 1 } },
        ["/chat 1 1", "/chat 2 2", "/chat 3 3"],
      ],
      ["ids that jump", { topic: "chat", does: { kind: "jump", by: 10 } }, ["/chat 1 11", "/chat 2 12", "/chat 3 13"]],
    ])("%s", async (_, fault, received) => {
      const { mock, heard } = await open();
      await held(mock);
      mock.fault(fault);
      for (const n of [1, 2, 3]) await mock.publish("chat", n);
      for (const line of received) expect(await heard.take()).toBe(line);
      expect(mock.strikes.all.length).toBeGreaterThan(0);
    });

    it.each<[string, Fault]>([
      ["a cut", { does: { kind: "cut" } }],
      ["a reset", { does: { kind: "reset" } }],
      ["an end", { does: { kind: "close", code: 1012 } }],
      [
        "a goodbye, for good: it knows no such word, and comes back",
        { does: { kind: "disconnect", reconnect: false } },
      ],
    ])("%s of a stream: comes back to where it was", async (_, fault) => {
      const { mock, heard, polls } = await open();
      await held(mock);
      await mock.publish("chat", "seen");
      expect(await heard.take()).toBe('/chat "seen" 1');
      mock.fault(fault);
      await mock.publish("chat", "missed");
      expect(await heard.take()).toBe('/chat "missed" 2');
      expect(polls.all.at(-1)).toMatchObject({ mode: "stream", positions: "/chat 1" });
    });

    it("a new epoch: is moved back to where the ids begin again", async () => {
      const { mock, heard, polls } = await open();
      await held(mock);
      for (const n of [1, 2, 3]) await mock.publish("chat", n);
      await heard.takeUntil((line) => line === "/chat 3 3");
      mock.fault({ topic: "chat", does: { kind: "renewEpoch" } });
      mock.fault({ does: { kind: "cut" } });
      await polls.takeUntil(({ positions }) => positions === "/chat 3");
      await held(mock);
      await mock.publish("chat", "new");
      expect(await heard.take()).toBe('/chat "new" 1');
    });

    it("an evicted backlog: starts with what comes next", async () => {
      const mock = await startFaulty();
      for (const n of [1, 2]) await mock.publish("chat", n);
      mock.fault({ topic: "chat", does: { kind: "evict" } });
      const { heard } = await openPage(browser, mock.origin, quick, hearChat);
      await held(mock);
      await mock.publish("chat", 3);
      expect(await heard.take()).toBe("/chat 3 3");
    });

    it("a buffering proxy: gives the stream up, and hears all by long polls", async () => {
      const { mock, heard, polls } = await open(
        { does: { kind: "buffer", untilBytes: 100_000 } },
        "{ firstChunkTimeout: 500 }",
      );
      await polls.takeUntil(({ mode }) => mode === "long");
      await held(mock);
      await mock.publish("chat", 1);
      expect(await heard.take()).toBe("/chat 1 1");
      expect(textsOf(mock)[0]).toBe('Kept "empty" in a buffer, until 100000 bytes wait or nothing more comes');
    });

    it("a compressing one: as well, and reads what is compressed", async () => {
      const { mock, heard, polls } = await open({ does: { kind: "buffer", gzip: true } }, "{ firstChunkTimeout: 500 }");
      await polls.takeUntil(({ mode }) => mode === "long");
      await held(mock);
      await mock.publish("chat", "ü");
      expect(await heard.take()).toBe('/chat "ü" 1');
      expect(textsOf(mock)).toContain("Compressed the answer with gzip");
    });
  },
);
