import { describe, expect, it } from "vitest";
import type { Close } from "../../../src/model/frame.ts";
import { sse } from "../../../src/protocols/sse/index.ts";
import type { SseMessage } from "../../../src/protocols/sse/messages.ts";
import { decode } from "./decoding.ts";

describe("match", () => {
  it.each([
    [{ url: "http://h/", contentType: "text/event-stream;charset=utf-8" }, 0.95],
    [{ url: "https://h/api/events?x=1" }, 0.5],
    [{ url: "https://h/stream", contentType: "text/html" }, 0.5],
    [{ url: "http://h/" }, 0.3],
    [{ url: "http://h/", contentType: "text/html" }, 0.1],
    [{ url: "ws://h/events" }, 0],
    [{ url: "not a url" }, 0],
  ])("%j: %d", (clue, confidence) => {
    expect(sse.match(clue)).toBe(confidence);
  });
});

describe("advise", () => {
  const failure = { stage: "timeout", code: "ETIMEDOUT", message: "" } as const;
  it.each<[Close, string | undefined]>([
    [{ kind: "failed", failure }, "Rails with Rack::ETag"],
    [{ kind: "ended", failure }, "Look for a proxy"],
    [{ kind: "ended" }, undefined],
    [
      { kind: "refused", response: { status: 401, reason: "", httpVersion: "1.1", headers: [] }, body: "" },
      "Send credentials",
    ],
  ])("%j", (close, first) => {
    const [advice] = sse.advise(close);
    if (first === undefined) expect(advice).toBeUndefined();
    else expect(advice).toContain(first);
  });
});

describe("rows and details", () => {
  const only = (stream: string): SseMessage => {
    const [message] = decode([stream]);
    if (!message) throw new Error("nothing was decoded");
    return message;
  };

  it.each([
    ['data: {"a": 1,\ndata:  "b": [1, 2]}\n\n', '{"a":1,"b":[1,2]}'],
    ["data: two\ndata: lines\n\n", "two lines"],
    ["data\n\n", "empty"],
    ["retry: 1500\n", "reconnect after 1.5 s"],
    ["retry: soon\n", 'ignored: "soon" is no whole number'],
    ["Data: z\n", 'ignored: no field is called "Data" · Data: z'],
    [": hello\n", "hello"],
    ["id: 5\n\n", "sets the last event id, no event"],
    ["data: rest", "no blank line at the end: data: rest"],
  ])("%j is summed up as %s", (stream, summary) => {
    expect(sse.summarize(only(stream))).toBe(summary);
  });

  it("shows JSON as a tree and other data as text", () => {
    expect(sse.describe(only('data: {"a":1}\n\n'))).toMatchObject({ payload: { a: 1 } });
    expect(sse.describe(only("data: plain\n\n")).texts).toEqual([
      { title: "Data", language: "plaintext", text: "plain" },
    ]);
    expect(sse.describe(only("data: <turbo-stream>\n\n")).texts?.[0]?.language).toBe("html");
  });

  it("tells an id of its own from one that stuck", () => {
    const [first, second] = decode(["id: 1\ndata: a\n\ndata: b\n\n"]);
    const facts = (message: SseMessage | undefined) =>
      message && sse.describe(message).facts.find(({ label }) => label === "Last event id");
    expect(facts(first)).toEqual({ label: "Last event id", value: "1", aside: undefined });
    expect(facts(second)).toEqual({ label: "Last event id", value: "1", aside: "of an earlier block" });
  });

  it("case 15: shows both readings of an unfinished block", () => {
    expect(sse.describe(only("data: b\n")).facts).toEqual([
      { label: "By the standard", value: "dropped", aside: "no blank line ended the block" },
      { label: "Clients that flush at the end", value: "deliver it" },
    ]);
  });

  it("keeps a large payload's row short", () => {
    expect(sse.summarize(only(`data: ${"x".repeat(100_000)}\n\n`)).length).toBeLessThanOrEqual(300);
  });
});
