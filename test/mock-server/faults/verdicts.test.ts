/** Cause and effect: what our own client concludes from a fault. One clock for both sides, moved by hand. */
import { describe, expect, it, onTestFinished } from "vitest";
import { ManualClock } from "../../../src/clock/manual-clock.ts";
import type { CaptureWriter } from "../../../src/model/capture.ts";
import type { ObserverEvent } from "../../../src/model/event.ts";
import type { Fault } from "../../../src/model/fault.ts";
import type { Values } from "../../../src/model/form.ts";
import type { HeaderList } from "../../../src/model/frame.ts";
import { protocolById } from "../../../src/protocols/registry.ts";
import { Runner } from "../../../src/runner/runner.ts";
import { createHttpTransport } from "../../../src/transports/http.ts";
import { createWebSocketTransport } from "../../../src/transports/websocket.ts";
import { startFaulty } from "./faulty-mock.ts";

interface Case {
  readonly path: string;
  readonly settings?: Values;
  readonly headers?: HeaderList;
  /** At work before the client connects. */
  readonly before?: Fault;
  /** Once it hears the topic. */
  readonly during?: readonly Fault[];
  readonly topic?: string;
  readonly publish?: number;
  readonly verdict: string;
}

const channels = { channels: 'ChatChannel {"room":"a"}' };
const reconnecting = { interval: "0.1" };

const cases: Readonly<Record<string, Readonly<Record<string, Case>>>> = {
  "action-cable": {
    "a lost confirmation": {
      path: "/cable",
      settings: channels,
      before: { kinds: ["confirm_subscription"], does: { kind: "drop" } },
      verdict: "neverConfirmed",
    },
    "lost pings": {
      path: "/cable",
      settings: channels,
      during: [{ kinds: ["ping"], does: { kind: "drop" } }],
      verdict: "wentStale",
    },
    "a lost welcome": {
      path: "/cable",
      settings: channels,
      before: { kinds: ["welcome"], does: { kind: "drop" } },
      verdict: "messageBeforeWelcome",
    },
    "a rejection after the confirmation": {
      path: "/cable",
      settings: channels,
      during: [{ does: { kind: "reject" } }],
      verdict: "rejected",
    },
    "a disconnect": {
      path: "/cable",
      settings: channels,
      during: [{ does: { kind: "disconnect", reason: "unauthorized", reconnect: false } }],
      verdict: "disconnected",
    },
    "half of a message": {
      path: "/cable",
      settings: channels,
      during: [{ kinds: ["message"], does: { kind: "truncate", keepBytes: 9 } }],
      publish: 1,
      verdict: "malformed",
    },
    "a silent server": {
      path: "/cable",
      settings: channels,
      during: [{ does: { kind: "silent" } }],
      verdict: "wentStale",
    },
    "another subprotocol": {
      path: "/cable",
      settings: channels,
      before: { does: { kind: "subprotocol", name: "actioncable-unsupported" } },
      verdict: "unsupportedSubprotocol",
    },
  },
  anycable: {
    "a lost message": {
      path: "/cable",
      settings: channels,
      during: [{ times: 1, kinds: ["message"], does: { kind: "drop" } }],
      publish: 3,
      verdict: "gapFound",
    },
    "ids that jump": {
      path: "/cable",
      settings: channels,
      during: [{ topic: "chat:a", does: { kind: "jump", by: 5 } }],
      publish: 2,
      verdict: "gapFound",
    },
    "a message that comes twice": {
      path: "/cable",
      settings: channels,
      during: [{ kinds: ["message"], does: { kind: "duplicate", copies: 1 } }],
      publish: 1,
      verdict: "duplicated",
    },
    "a new epoch": {
      path: "/cable",
      settings: channels,
      during: [{ topic: "chat:a", does: { kind: "renewEpoch" } }],
      publish: 1,
      verdict: "newEpoch",
    },
    "lost pings": {
      path: "/cable",
      settings: channels,
      during: [{ kinds: ["ping"], does: { kind: "drop" } }],
      verdict: "wentStale",
    },
  },
  "message-bus": {
    "a lost message": {
      path: "/message-bus",
      settings: { channels: "/chat/a 0", ...reconnecting },
      during: [{ times: 1, kinds: ["message"], does: { kind: "drop" } }],
      publish: 3,
      verdict: "gapFound",
    },
    "ids that jump": {
      path: "/message-bus",
      settings: { channels: "/chat/a 0", ...reconnecting },
      during: [{ topic: "chat:a", does: { kind: "jump", by: 5 } }],
      publish: 2,
      verdict: "gapFound",
    },
    "a message that comes twice": {
      path: "/message-bus",
      settings: { channels: "/chat/a 0", ...reconnecting },
      during: [{ kinds: ["message"], does: { kind: "duplicate", copies: 1 } }],
      publish: 1,
      verdict: "repeated",
    },
    "a stream that is cut": {
      path: "/message-bus",
      settings: { channels: "/chat/a 0", ...reconnecting },
      during: [{ does: { kind: "cut" } }],
      verdict: "streamCut",
    },
    "429": {
      path: "/message-bus",
      settings: { channels: "/chat/a 0", ...reconnecting },
      before: { does: { kind: "answer", status: 429, headers: [["Retry-After", "20"]] } },
      verdict: "rateLimited",
    },
    "a buffer": {
      path: "/message-bus",
      settings: { channels: "/chat/a 0", ...reconnecting },
      before: { does: { kind: "buffer", untilBytes: 100_000 } },
      verdict: "bufferingSuspected",
    },
  },
  sse: {
    "a lost event": {
      path: "/events?topic=chat:a",
      during: [{ times: 1, kinds: ["event"], does: { kind: "drop" } }],
      publish: 3,
      verdict: "gapFound",
    },
    "another content type": {
      path: "/events?topic=chat:a",
      before: { does: { kind: "contentType", value: "text/html" } },
      verdict: "notEventStream",
    },
    "a reset": { path: "/events?topic=chat:a", during: [{ does: { kind: "reset" } }], verdict: "streamCut" },
    "an event that comes twice": {
      path: "/events?topic=chat:a",
      during: [{ kinds: ["event"], does: { kind: "duplicate", copies: 1 } }],
      publish: 1,
      verdict: "repeated",
    },
  },
  polling: {
    "429": {
      path: "/poll/chat:a",
      settings: { mode: "short", interval: "1" },
      before: { does: { kind: "answer", status: 429, headers: [["Retry-After", "2"]] } },
      verdict: "rateLimited",
    },
    "half of a reply": {
      path: "/poll/chat:a?history=5",
      settings: { mode: "short", interval: "1" },
      before: { does: { kind: "truncate", keepBytes: 9 } },
      verdict: "malformedReply",
    },
  },
  websocket: {
    "text that is no UTF-8": {
      path: "/ws?topic=chat:a",
      during: [{ does: { kind: "truncate", keepBytes: 1 } }],
      publish: 1,
      verdict: "invalidText",
    },
    "a close": {
      path: "/ws?topic=chat:a",
      during: [{ does: { kind: "close", code: 1011, reason: "boom" } }],
      verdict: "closed",
    },
    "a cut": { path: "/ws?topic=chat:a", during: [{ does: { kind: "cut" } }], verdict: "closedAbnormally" },
    "a subprotocol that was not offered": {
      path: "/ws",
      settings: { subprotocols: "a" },
      before: { does: { kind: "subprotocol", name: "b" } },
      verdict: "connectFailed",
    },
  },
};

function run(id: string, url: string, { settings = {}, headers = [] }: Case, clock: ManualClock): ObserverEvent[] {
  const protocol = protocolById(id);
  const events: ObserverEvent[] = [];
  let [frames, entries] = [0, 0];
  const writer: CaptureWriter = {
    frame: () => ++frames,
    connection: () => {},
    message: () => ++entries,
    event: () => ++entries,
  };
  const runner = new Runner({
    protocol,
    clientOptions: { url, headers, settings, random: () => 0.5 },
    transport: protocol.transport === "websocket" ? createWebSocketTransport() : createHttpTransport(),
    writer,
    clock,
    onStatus: () => {},
    onEvent: (event) => events.push(event),
  });
  onTestFinished(() => runner.stop());
  runner.start();
  return events;
}

for (const [id, named] of Object.entries(cases)) {
  describe(id, () => {
    it.each(Object.entries(named))("%s", async (_, wanted) => {
      const { before, during = [], topic = "chat:a", publish = 0, verdict, path } = wanted;
      const clock = new ManualClock();
      const mock = await startFaulty({ clock });
      if (before) mock.fault(before);
      const isSocket = protocolById(id).transport === "websocket";
      const events = run(id, (isSocket ? mock.origin.replace("http", "ws") : mock.origin) + path, wanted, clock);
      if (during.length > 0) {
        await mock.when(({ topics }) => topics.some((one) => one.topic === topic && one.subscribers > 0));
        // Enough for an observer to learn that ids count within the topic, one by one.
        await mock.publish("elsewhere", "ü");
        for (let n = 0; n < 5; n += 1) await mock.publish(topic, "ü");
      }
      for (const fault of during) mock.fault(fault);
      for (let n = 0; n < publish; n += 1) await mock.publish(topic, "ü");
      const until = performance.now() + 15_000;
      while (!events.some(({ kind }) => kind === verdict) && performance.now() < until) {
        clock.advance(50);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      expect(events.map(({ kind }) => kind)).toContain(verdict);
      expect(mock.strikes.all.length).toBeGreaterThan(0);
    });
  });
}
