/** Our Server-Sent Events and WebSocket clients against nginx with nchan 1.3.6. */
import { afterAll, beforeAll, describe, expect } from "vitest";
import type { Values } from "../../src/model/form.ts";
import { nchanIsMissing } from "./available.ts";
import { NchanServer } from "./nchan-server.ts";
import { type Connecting, recordedTest as it } from "./recording.ts";

describe.skipIf(nchanIsMissing).concurrent("against nchan", () => {
  let nchan: NchanServer;
  beforeAll(async () => {
    nchan = await NchanServer.start();
  });
  afterAll(() => nchan?.process.stop());

  const stream = (path: string, settings: Values = {}): Connecting => ({
    protocol: "sse",
    url: nchan.url("http", path),
    settings,
  });
  const socket = (path: string): Connecting => ({ protocol: "websocket", url: nchan.url("ws", path) });

  describe("Server-Sent Events", () => {
    it("reads the greeting comment, events with ids, and data of several lines", async ({ record }) => {
      const first = await nchan.publish("news", "one");
      const sse = await record(stream("/sse/news"));
      const event = await sse.row("event");
      expect(sse.rows.slice(0, 3).map((row) => row.kind)).toEqual(["open", "comment", "event"]);
      expect(sse.rows[1]).toMatchObject({ heartbeat: true, summary: expect.stringContaining("hi") });
      expect(event.eventId).toBe(first);
      expect((await sse.details(event)).raw.text).toContain("data: one");

      const second = await nchan.publish("news", "a\nb\nc");
      const lines = await sse.row("event", event);
      expect(lines.eventId).toBe(second);
      expect((await sse.details(lines)).raw.text).toContain("data: a\ndata: b\ndata: c\n");
      expect((await sse.summary()).verdicts).toBe(0);
    });

    it("goes on after the last id when it reconnects", async ({ record }) => {
      const sse = await record(stream("/sse/resumed"));
      await sse.row("open");
      const first = await nchan.publish("resumed", "one");
      const event = await sse.row("event");
      expect(event.eventId).toBe(first);
      await sse.command("reconnect");
      const closed = await sse.row("closed");
      const second = await nchan.publish("resumed", "two");
      const next = await sse.row("event", closed);
      expect(next.eventId).toBe(second);
      const resumed = await sse.row("resumed");
      expect(resumed.summary).toContain(first);
      const opened = await sse.row("open", closed);
      expect((await sse.details(opened)).handshake?.request.headers).toContainEqual(["Last-Event-ID", first]);
    });

    it("starts after an id that it is given", async ({ record }) => {
      const first = await nchan.publish("given", "one");
      const second = await nchan.publish("given", "two");
      const sse = await record(stream("/sse/given", { lastEventId: first }));
      expect((await sse.row("event")).eventId).toBe(second);
    });

    it("shows pings in comments and in events without data as heartbeats", async ({ record }) => {
      const sse = await record(stream("/sse-ping/pinged"));
      const comment = await sse.row((row) => row.kind === "comment" && row.summary.includes("ping"));
      expect(comment.heartbeat).toBe(true);
      await sse.row("event_without_data");
    });

    it("shows a channel that was deleted", async ({ record }) => {
      const sse = await record(stream("/sse/deleted", { reconnect: "never" }));
      await sse.row("open");
      await nchan.delete("deleted");
      const comment = await sse.row((row) => row.kind === "comment" && row.summary.includes("410"));
      expect(comment.summary).toContain("410 Gone");
      await sse.row("closed");
    });

    it("shows the 403 to a client that does not ask for an event stream", async ({ record }) => {
      const url = nchan.url("http", "/sse/news");
      const sse = await record({ protocol: "sse", url, headers: [["Accept", "text/html"]] });
      const verdict = await sse.row("refused");
      expect(verdict.summary).toContain("403");
      await sse.reaches("stopped");
    });
  });

  describe("WebSocket", () => {
    it("receives text, JSON and bytes, and sends", async ({ record }) => {
      const ws = await record(socket("/ws/room"));
      const opened = await ws.row("open");
      expect((await ws.details(opened)).handshake?.response.status).toBe(101);

      await nchan.publish("room", "plain words");
      expect((await ws.row("text")).summary).toBe("plain words");
      await nchan.publish("room", '{"a":[1,2]}');
      expect(await ws.payload(await ws.row("json"))).toEqual({ a: [1, 2] });
      await nchan.publish("room", new Uint8Array([0, 255, 128, 7]), "application/octet-stream");
      const bytes = await ws.row("binary");
      expect(bytes.sizeBytes).toBe(4);
      expect((await ws.details(bytes)).raw.base64).toBe("AP+ABw==");

      // A subscriber of a pubsub location publishes what it sends, and hears it.
      await ws.command("send", { text: "from us" });
      const echo = await ws.row((row) => row.direction === "received" && row.summary === "from us");
      expect(echo.kind).toBe("text");
    });

    it("shows pings, and that they are answered", async ({ record }) => {
      const ws = await record(socket("/ws/pinged"));
      const ping = await ws.row("ws_ping");
      expect(ping.direction).toBe("received");
      expect(await ws.row("ws_pong", ping)).toMatchObject({ direction: "sent" });
    });

    it("shows the close of a channel that was deleted", async ({ record }) => {
      const ws = await record(socket("/ws/gone"));
      await ws.row("open");
      await nchan.delete("gone");
      const close = await ws.row((row) => row.kind === "ws_close" && row.direction === "received");
      expect(close.summary).toContain("1001");
      expect(close.summary).toContain("410 Gone");
      await ws.row("closed");
    });

    it("shows that an event stream cannot be upgraded", async ({ record }) => {
      const ws = await record(socket("/sse/news"));
      const failure = await ws.row("connectFailed");
      expect((await ws.details(failure)).verdict?.explanation).toContain("403");
    });
  });
});
