/** Real servers, recorded: what is decoded, and that the verdicts are right, happy conversations included. */
import { describe, expect, it } from "vitest";
import { sse } from "../../../src/protocols/sse/index.ts";
import { type Played, play } from "../recording.ts";

function verdicts({ events }: Played): string[] {
  return events.map((event) => `${event.connection} ${event.level} ${event.kind}`);
}

function ids({ messages }: Played, connection: number): (string | undefined)[] {
  return messages
    .filter((m) => m.connection === connection && m.message.kind === "event")
    .map((m) => m.message.eventId);
}

describe("better-sse", () => {
  it("is cut and resumes with ids that say nothing of their order", () => {
    const played = play(sse, "sse-better-sse");
    expect(verdicts(played)).toEqual(["1 warning streamCut", "2 note resumed"]);
    expect(ids(played, 1)).toEqual([
      "55092468-526b-4264-97f5-b8d96836e063",
      "id-7",
      "67516bff-61f4-4f23-96ba-c4dcb5994f91",
      "254e4d23-f42d-4bf3-808c-d9cf1c85b72a",
    ]);
    const kinds = played.messages
      .filter((m) => m.connection === 1 && m.source === "message")
      .map((m) => m.message.kind);
    expect(kinds).toEqual(["retry", "event", "event", "event", "event", "comment"]);
  });

  it("sends batches, a megabyte and in the end 204", () => {
    const played = play(sse, "sse-better-sse-batch");
    expect(verdicts(played)).toEqual(["2 note resumed", "3 note stopRequested"]);
    const sizes = played.messages.map(({ message }) => message.raw?.length ?? 0);
    expect(Math.max(...sizes)).toBe(1048635 - 1);
  });
});

describe("@fastify/sse", () => {
  it("starts again at 1 although 4 was asked for, and fails without an Accept header", () => {
    const played = play(sse, "sse-fastify");
    expect(verdicts(played)).toEqual(["1 warning streamCut", "2 warning repeated", "4 error refused"]);
    expect(ids(played, 1)).toEqual(["1", "1", "1", "2", "3", "4"]);
    expect(ids(played, 3)).toEqual(["s0", "s1", "s2"]);
    const body = played.messages.find(({ message }) => message.kind === "body");
    expect(body && sse.summarize(body.message as never)).toContain("FST_ERR_SSE_LEGACY_MISUSE");
  });
});

describe("nchan", () => {
  it("breaks an event at a bare CR, and says goodbye in a comment", () => {
    const played = play(sse, "nchan-sse");
    expect(verdicts(played)).toEqual(["1 note unknownField"]);
    const events = played.messages.filter(({ message }) => message.kind === "event");
    const broken = events.find(({ message }) => message.eventId === "1795570012:4");
    expect(broken?.message).toMatchObject({ data: "cr\nend" });
    const large = events.find(({ message }) => message.eventId === "1795570012:5");
    expect((large?.lastFrame ?? 0) - (large?.firstFrame ?? 0)).toBe(16);
    expect(
      played.messages.filter(({ message }) => message.kind === "comment").map(({ message }) => message.raw),
    ).toEqual([": hi", ":410: 410 Gone"]);
  });

  it("keeps the connection alive with a type and no data: no verdict, and it can be folded", () => {
    const played = play(sse, "nchan-sse_ping", 20_000);
    expect(verdicts(played)).toEqual([]);
    const rows = played.messages.filter(({ source }) => source === "message");
    expect(rows).toHaveLength(5);
    expect(rows.every(({ message }) => message.heartbeat)).toBe(true);
  });

  it("resumes by its own ids, replays all for an unknown one, and answers otherwise without the right Accept", () => {
    const played = play(sse, "nchan-sse_lastid");
    expect(verdicts(played)).toEqual([
      "2 note resumed",
      "4 note resumed",
      "5 note resumed",
      "10 error notEventStream",
      "11 error refused",
      "12 warning streamCut",
      "13 note resumed",
    ]);
    expect(ids(played, 13)).toEqual(["1795570024:0"]);
  });
});

describe("every recorded message", () => {
  it.each(["sse-better-sse", "sse-better-sse-batch", "sse-fastify", "nchan-sse", "nchan-sse_lastid", "nchan-sse_ping"])(
    "of %s has a summary of one short line and a description, and reads again as it was",
    (name) => {
      for (const { message, source, direction } of play(sse, name).messages) {
        if (source !== "message") continue;
        const { kind, channel, eventId, raw = "" } = message;
        const again = sse.read({ kind, direction, frameKind: "chunk", data: raw, channel, eventId });
        expect(again).toEqual(message);
        const summary = sse.summarize(again);
        expect(summary.length).toBeLessThanOrEqual(320);
        expect(summary).not.toContain("\n");
        expect(sse.describe(again).facts.length).toBeGreaterThan(0);
      }
    },
  );
});
