/** The official MessageBus client in a real page against the door `/message-bus`, in its three modes and through nginx. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumIsMissing, launchChromium } from "../chromium.ts";
import { nginxIsMissing } from "../real-servers/available.ts";
import { openPage } from "./message-bus-page.ts";
import { proxy } from "./nginx-proxy.ts";
import { startMock } from "./running-mock.ts";

describe.skipIf(chromiumIsMissing)(
  `message-bus-client in a page${chromiumIsMissing ? ` (skipped: there is no Chromium)` : ""}`,
  () => {
    let browser: Browser;

    beforeAll(async () => {
      browser = await launchChromium();
    }, 60_000);
    afterAll(() => browser?.close());

    it("streams: backlog, what is published, and nothing lost or twice when it is cut", async () => {
      const { origin, publish, command, when } = await startMock();
      publish("chat", "before");
      const options = "{ callbackInterval: 100 }";
      const { heard, polls } = await openPage(browser, origin, options, 'hear("/chat", 0); hear("/room/7", -1);');
      expect(await heard.take()).toBe('/chat "before" 1');
      expect(await polls.take()).toEqual({ seq: 1, mode: "stream", positions: "/chat 0, /room/7 -1" });
      publish("room:7", { text: "ü\r\n|\r\n😀" });
      expect(await heard.take()).toBe(`/room/7 ${JSON.stringify({ text: "ü\r\n|\r\n😀" })} 1`);
      publish("chat", 2);
      expect(await heard.take()).toBe("/chat 2 2");
      command({ kind: "drop", values: { door: "/message-bus" } });
      publish("chat", "missed");
      expect(await heard.take()).toBe('/chat "missed" 3');
      expect(await polls.take()).toEqual({ seq: 2, mode: "stream", positions: "/chat 2, /room/7 1" });
      await when(({ topics }) => topics.every(({ subscribers }) => subscribers === 1));
      publish("chat", "live");
      expect(await heard.take()).toBe('/chat "live" 4');
      expect(heard.all).toHaveLength(5);
    });

    it("long polls: a request for each message, and what came in between with the next", async () => {
      const { origin, publish, when } = await startMock();
      const options = "{ enableChunkedEncoding: false }";
      const { heard, polls } = await openPage(browser, origin, options, 'hear("/chat", 0);');
      await when(({ topics }) => topics[0]?.subscribers === 1);
      for (const n of [1, 2, 3]) publish("chat", n);
      expect([await heard.take(), await heard.take(), await heard.take()]).toEqual([
        "/chat 1 1",
        "/chat 2 2",
        "/chat 3 3",
      ]);
      expect([await polls.take(), await polls.take(), await polls.take()]).toEqual([
        { seq: 1, mode: "long", positions: "/chat 0" },
        { seq: 2, mode: "long", positions: "/chat 1" },
        { seq: 3, mode: "long", positions: "/chat 3" },
      ]);
    });

    it("plain polls: answered at once, from the position that the status gave", async () => {
      const { origin, publish } = await startMock();
      for (const n of [1, 2]) publish("chat", n);
      const options = "{ enableLongPolling: false, callbackInterval: 200 }";
      const { heard, polls } = await openPage(browser, origin, options, 'hear("/chat");');
      expect(await polls.take()).toEqual({ seq: 1, mode: "plain", positions: "/chat -1" });
      expect(await polls.take()).toEqual({ seq: 2, mode: "plain", positions: "/chat 2" });
      publish("chat", "new");
      expect(await heard.take()).toBe('/chat "new" 3');
    });

    it("ends its poll to subscribe, and asks for both", async () => {
      const { origin, publish } = await startMock();
      const { page, heard, polls } = await openPage(browser, origin, "{}", 'hear("/a", -1);');
      await page.waitForFunction("MessageBus.callbacks[0].last_id === 0");
      publish("b", "before");
      await page.evaluate('hear("/b", 0)');
      expect(await heard.take()).toBe('/b "before" 1');
      expect([await polls.take(), await polls.take()]).toEqual([
        { seq: 1, mode: "stream", positions: "/a -1" },
        { seq: 2, mode: "stream", positions: "/a 0, /b 0" },
      ]);
      await page.evaluate('MessageBus.unsubscribe("/b")');
      expect(await polls.take()).toEqual({ seq: 3, mode: "stream", positions: "/a 0" });
    });

    it("hears what any protocol publishes, and so does a broadcast of its own reach all", async () => {
      const { origin, publish, when } = await startMock();
      const { page, heard } = await openPage(
        browser,
        origin,
        "{}",
        `hear("/chat/lobby", 0);
      new EventSource("${origin}/events?topic=chat:lobby").onmessage = ({ data }) => report("events " + data);`,
      );
      await when(({ topics }) => topics[0]?.subscribers === 2);
      publish("chat:lobby", { n: 1 });
      expect([await heard.take(), await heard.take()].sort()).toEqual(['/chat/lobby {"n":1} 1', 'events {"n":1}']);
      const sent = `fetch("${origin}/message-bus/broadcast", { method: "POST", body: new URLSearchParams({ channel: "/chat/lobby", data: "hi" }) }).then((r) => r.text())`;
      expect(await page.evaluate(sent)).toBe("sent");
      expect([await heard.take(), await heard.take()].sort()).toEqual(['/chat/lobby "hi" 2', "events hi"]);
    });

    describe.skipIf(nginxIsMissing)(`through nginx${nginxIsMissing ? " (skipped: there is no nginx)" : ""}`, () => {
      it.each(["off", "default"] as const)("with buffering %s streams small messages", async (buffering) => {
        const { origin, publish, when } = await startMock();
        const through = await proxy(origin, buffering);
        const { heard, polls } = await openPage(browser, through, "{}", 'hear("/chat", 0);');
        await when(({ topics }) => topics[0]?.subscribers === 1);
        publish("chat", "one");
        expect(await heard.take()).toBe('/chat "one" 1');
        publish("chat", "two");
        expect(await heard.take()).toBe('/chat "two" 2');
        expect(polls.all).toEqual([{ seq: 1, mode: "stream", positions: "/chat 0" }]);
      });

      it("case 99: with gzip gives the stream up, and hears all by long polls", async () => {
        const { origin, publish } = await startMock();
        const through = await proxy(origin, "gzip");
        const options = "{ firstChunkTimeout: 500 }";
        const { heard, polls } = await openPage(browser, through, options, 'hear("/chat", 0);');
        await polls.takeUntil(({ mode }) => mode === "long");
        for (const n of [1, 2]) publish("chat", n);
        expect([await heard.take(), await heard.take()]).toEqual(["/chat 1 1", "/chat 2 2"]);
        expect(polls.all.map(({ mode }) => mode).slice(0, 2)).toEqual(["stream", "long"]);
        expect(polls.all.slice(1).every(({ mode }) => mode === "long")).toBe(true);
      });
    });
  },
);
