/** Each nonsense has a sentence of its own, and what makes sense passes. */
import { describe, expect, it } from "vitest";
import { checkFault } from "../../../mock-server/faults/fault-check.ts";
import type { Fault } from "../../../src/model/fault.ts";
import { protocols } from "../../../src/protocols/registry.ts";

const drop = { kind: "drop" } as const;
const cut = { kind: "cut" } as const;

describe("nonsense", () => {
  it.each<[Fault, string]>([
    [{ does: { kind: "explode" } as never }, 'There is no fault called "explode". There are: answer,'],
    [{ does: undefined as never }, 'There is no fault called "undefined"'],
    [{ door: "/cables", does: drop }, "The mock server has no door /cables. Its doors: /cable, /message-bus, /events,"],
    [{ protocol: "mqtt", does: drop }, 'No protocol of the mock server is called "mqtt". They are: action-cable,'],
    [{ door: "/events", protocol: "anycable", does: drop }, "anycable is not spoken at the door /events"],
    [{ share: 0, does: drop }, "A share of 0 touches nothing"],
    [{ share: 1.5, does: drop }, "A share of 1.5 touches nothing"],
    [{ share: Number.NaN, does: drop }, "A share of NaN"],
    [{ times: 0, does: drop }, "A fault strikes 1 time or more often, not 0 times."],
    [{ topic: "", does: drop }, "The topic is empty"],
    [
      { topic: "/chat:(/", does: drop },
      "The topic /chat:(/ cannot be looked for. This regular expression cannot be used",
    ],
    [{ client: 0, does: drop }, "Clients have numbers from 1 on"],
    [{ client: 1, does: { kind: "answer", status: 503 } }, "a client has its number only from then on"],
    [{ topic: "a", does: { kind: "answer", status: 503 } }, "before any topic is joined"],
    [{ door: "/events", does: { kind: "evict" } }, "it can be narrowed to a topic, not to a client or a door"],
    [{ kinds: ["ping"], does: cut }, '"cut" does not touch single messages'],
    [{ kinds: [], does: drop }, "The list of kinds is empty"],
    [
      { door: "/events", kinds: ["ping"], does: drop },
      'The server of Server-Sent Events never sends messages of the kind "ping". There are: event, comment, retry.',
    ],
    [{ kinds: ["subscribe"], does: drop }, 'No server here ever sends messages of the kind "subscribe"'],
    [{ does: { kind: "answer", status: 99 } }, "No answer has the status 99"],
    [{ does: { kind: "answer", status: 101 } }, "No answer has the status 101"],
    [
      { does: { kind: "answer", status: 503, headers: [["Retry After", "1"]] } },
      '"Retry After" is no name of a header',
    ],
    [
      { does: { kind: "answer", status: 503, headers: [["X", "a\r\nSet-Cookie: b"]] } },
      "characters that no header may have",
    ],
    [{ does: { kind: "subprotocol", name: "a, b" } }, '"a, b" is no name of a subprotocol'],
    [{ door: "/events", does: { kind: "subprotocol", name: "a" } }, "Only WebSockets have what"],
    [{ door: "/poll", does: { kind: "fragment", bytes: 3 } }, "Only WebSockets have what"],
    [{ does: { kind: "slowHead", byMs: -1 } }, "byMs must be a whole number from 0"],
    [{ does: { kind: "delay", byMs: Number.NaN } }, "byMs must be a whole number"],
    [{ does: { kind: "throttle", bytesPerSecond: 0 } }, "bytesPerSecond must be a whole number from 1"],
    [{ does: { kind: "duplicate", copies: 5000 } }, "copies must be a whole number from 1 to 1000"],
    [{ does: { kind: "reorder", among: 1 } }, "among must be a whole number from 2"],
    [{ does: { kind: "corrupt", bytes: 0 } }, "bytes must be a whole number from 1"],
    [{ does: { kind: "oversize", toBytes: 1e12 } }, "toBytes must be a whole number from 1 to 134217728"],
    [{ does: { kind: "buffer" } }, "A buffer needs untilBytes or forMs"],
    [
      { does: { kind: "close", code: 1006 } },
      '1006 is what a client sees when none came: that is the fault "cut" or "reset".',
    ],
    [{ does: { kind: "close", code: 2000 } }, "A close frame cannot have the code 2000"],
    [{ does: { kind: "close", code: 4000, reason: "ü".repeat(62) } }, "may have 123 bytes, and this one has 124"],
    [{ does: { kind: "trim", keep: -1 } }, "keep must be a whole number from 0"],
    [{ does: { kind: "jump", by: 0 } }, "by must be a whole number from 1"],
    [{ door: "/ws", does: { kind: "reject" } }, "WebSocket has no subscription that a server could take back"],
  ])("%j", (fault, text) => {
    expect(() => checkFault(fault, protocols)).toThrow(text);
  });
});

describe("sense", () => {
  it.each<Fault>([
    { does: { kind: "answer", status: 503, headers: [["Retry-After", "2"]] } },
    { door: "/cable", protocol: "anycable", kinds: ["presence", "ping"], share: 0.5, times: 3, does: drop },
    { kinds: ["ping", "event"], does: drop },
    { topic: "chat:*", does: { kind: "trim", keep: 0 } },
    { does: { kind: "close", code: 4999, reason: "x".repeat(123) } },
    { does: { kind: "reject" } },
    { does: { kind: "buffer", gzip: true } },
  ])("%j", (fault) => {
    expect(() => checkFault(fault, protocols)).not.toThrow();
  });
});
