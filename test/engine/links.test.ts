import { describe, expect, test } from "vitest";
import type { EntryDetails, EntryLink } from "../../src/bridge/rows.ts";
import type { Capture } from "../../src/capture/store.ts";
import { buildDetails } from "../../src/engine/details.ts";
import { MessageReader } from "../../src/engine/message-reader.ts";
import type { Protocol } from "../../src/model/protocol.ts";
import { actionCable } from "../../src/protocols/action-cable/index.ts";
import { anycable } from "../../src/protocols/anycable/index.ts";
import { messageBus } from "../../src/protocols/message-bus/index.ts";
import { polling } from "../../src/protocols/polling/index.ts";
import { sse } from "../../src/protocols/sse/index.ts";
import { websocket } from "../../src/protocols/websocket/index.ts";
import { newCapture } from "../capture/capture-files.ts";
import { record } from "../protocols/recording.ts";

class Recorded {
  readonly all: readonly EntryDetails[];

  constructor(protocol: Protocol, name: string) {
    const capture: Capture = newCapture();
    record(protocol, name, capture);
    const reader = new MessageReader(capture.reader, protocol);
    this.all = Array.from({ length: capture.entries }, (_, at) =>
      buildDetails(capture.firstSeq + at, capture.reader, reader),
    );
  }

  of(kind: string): readonly EntryDetails[] {
    return this.all.filter(({ row }) => row.kind === kind);
  }

  at(seq: number): EntryDetails["row"] {
    return (this.all.find(({ row }) => row.seq === seq) as EntryDetails).row;
  }

  /** Every link's other end, as `confirm_subscription <- subscribe`. */
  pairs(relation: EntryLink["relation"]): ReadonlySet<string> {
    return new Set(
      this.all.flatMap(({ row, links }) =>
        links.filter((link) => link.relation === relation).map((link) => `${row.kind} <- ${this.at(link.seq).kind}`),
      ),
    );
  }

  /** Whoever is said to be answered by something says the same of it, the other way round. */
  agrees(): boolean {
    return this.all.every(({ row, links }) =>
      links
        .filter(({ relation }) => relation === "answeredBy")
        .every(({ seq }) =>
          this.all.find((other) => other.row.seq === seq)?.links.some((back) => back.seq === row.seq),
        ),
    );
  }
}

describe("what belongs together in recordings of real servers", () => {
  test("Rails: subscriptions are answered by their confirmations and rejections, on the same channel", () => {
    const happy = new Recorded(actionCable, "rails81-async-happy");
    const confirmed = happy.of("confirm_subscription");
    expect(confirmed.length).toBeGreaterThan(0);
    for (const { row, links } of confirmed) {
      expect(links).toMatchObject([{ relation: "inAnswerTo", name: "subscribe", certainty: "certain" }]);
      const question = happy.at(links[0]?.seq ?? 0);
      expect(question.channel).toBe(row.channel);
      expect(links[0]?.elapsedMs).toBeCloseTo(row.at - question.at, 2);
    }
    expect(happy.agrees()).toBe(true);
    expect(new Recorded(actionCable, "rails81-async-reject").pairs("inAnswerTo")).toContain(
      "reject_subscription <- subscribe",
    );
  });

  test("Rails: an action is answered, likely, by the first message of its channel, and by no other", () => {
    const recorded = new Recorded(actionCable, "rails81-async-happy");
    const answered = recorded.of("perform").filter(({ links }) => links.length > 0);
    expect(answered.length).toBeGreaterThan(0);
    for (const { row, links } of answered) {
      expect(links).toMatchObject([{ relation: "answeredBy", name: "message", certainty: "likely" }]);
      const between = recorded
        .of("message")
        .filter((other) => other.row.seq > row.seq && other.row.seq < (links[0]?.seq ?? 0));
      expect(between.filter((other) => other.row.channel === row.channel)).toEqual([]);
    }
    const answers = recorded.of("message").filter(({ links }) => links.length > 0);
    expect(answers).toHaveLength(answered.length);
  });

  test("Rails: an unsubscription ends its subscription", () => {
    const pairs = new Recorded(actionCable, "rails81-async-happy").pairs("ends");
    expect(pairs).toEqual(new Set(["unsubscribe <- subscribe"]));
  });

  test("AnyCable: history is confirmed, and pings are answered", () => {
    const recorded = new Recorded(anycable, "client-anycable-ext-stub");
    const pairs = recorded.pairs("inAnswerTo");
    expect(pairs).toContain("pong <- ping");
    expect([...pairs].some((pair) => pair.startsWith("confirm_history <- "))).toBe(true);
    expect(recorded.agrees()).toBe(true);
  });

  test("MessageBus: all that comes on one connection answers its poll", () => {
    const recorded = new Recorded(messageBus, "mb-redis-chunked");
    const data = recorded.of("message");
    expect(data.length).toBeGreaterThan(0);
    for (const { row, links } of data) {
      const question = recorded.at(links[0]?.seq ?? 0);
      expect(["stream", "long_poll", "plain_poll"]).toContain(question.kind);
      expect(question.seq).toBeLessThan(row.seq);
    }
    expect(recorded.agrees()).toBe(true);
  });

  test("polling: a reply answers its request, with the time since it was sent", () => {
    const recorded = new Recorded(polling, "nchan-poll");
    const replies = recorded.of("reply");
    expect(replies.length).toBeGreaterThan(0);
    for (const { links } of replies) expect(links).toMatchObject([{ relation: "inAnswerTo", name: "GET" }]);
    expect(recorded.agrees()).toBe(true);
  });

  test("event streams: events answer nothing", () => {
    const recorded = new Recorded(sse, "sse-fastify");
    expect(recorded.of("event").length).toBeGreaterThan(0);
    for (const { links } of recorded.of("event")) expect(links).toEqual([]);
  });

  test("WebSocket: pings by their payload, and closes", () => {
    const pairs = new Recorded(websocket, "ws-py-websockets").pairs("inAnswerTo");
    expect(pairs).toContain("ws_pong <- ws_ping");
  });
});

describe("JSON-RPC over a raw WebSocket", () => {
  test("pairs by id, each side with its own", () => {
    const capture = newCapture();
    const say = (direction: "sent" | "received", value: unknown) => {
      const frame = { kind: "text", direction, data: JSON.stringify(value) } as const;
      const id = capture.frame(1, 1, frame);
      const message = { kind: "json" };
      return capture.message(1, 1, direction, "message", message, id, id, frame.data.length);
    };
    const call = say("sent", { jsonrpc: "2.0", id: 1, method: "sum", params: [1, 2] });
    const theirs = say("received", { jsonrpc: "2.0", id: 1, method: "refresh" });
    const reply = say("received", { jsonrpc: "2.0", id: 1, result: 3 });
    const ours = say("sent", { jsonrpc: "2.0", id: 1, error: { code: -32601 } });
    const reader = new MessageReader(capture.reader, websocket);
    const linked = (seq: number) => buildDetails(seq, capture.reader, reader).links;
    expect(linked(call)).toMatchObject([{ relation: "answeredBy", seq: reply }]);
    expect(linked(reply)).toMatchObject([{ relation: "inAnswerTo", seq: call, name: "sum" }]);
    expect(linked(theirs)).toMatchObject([{ relation: "answeredBy", seq: ours }]);
    expect(linked(ours)).toMatchObject([{ relation: "inAnswerTo", seq: theirs, name: "refresh" }]);
  });
});
