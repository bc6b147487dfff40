import { describe, expect, it } from "vitest";
import type { Close } from "../../../src/model/frame.ts";
import { messageBus } from "../../../src/protocols/message-bus/index.ts";
import { decodeReply, decodeRequest, item, status } from "./polls.ts";

describe("match", () => {
  const sure = (url: string, contentType?: string) => messageBus.match({ url, contentType });

  it("knows its path, under any base", () => {
    for (const url of ["http://h/message-bus", "https://h/app/message-bus/0a/poll?dlp=t", "http://h/message-bus/"])
      expect(sure(url)).toBeGreaterThan(0.95);
  });

  it("knows what it is not", () => {
    for (const url of ["ws://h/message-bus", "http://h/messages", "http://h/message-buses", "nowhere"])
      expect(sure(url)).toBeLessThan(0.1);
    expect(sure("http://h/message-bus", "text/event-stream")).toBe(0);
  });
});

describe("a row", () => {
  const summaries = (messages: ReturnType<typeof decodeReply>) => messages.map((each) => messageBus.summarize(each));

  it("says what came in one line", () => {
    const reply = [
      `[${item("/a", 1, "two\nlines")},${item("/a", 2, { n: [1, null] })},${item("/a", 3, "")},${status({ "/a": 4, "/b": 0 })}]`,
      "[]",
      "[1]",
      "",
    ].join("\r\n|\r\n");
    expect(summaries(decodeReply([reply]))).toEqual([
      "two lines",
      '{"n":[1,null]}',
      "empty",
      "moves /a 4, /b 0",
      "nothing new",
      "neither a batch nor a message",
    ]);
    expect(summaries(decodeReply(["[{"]))).toEqual(["the reply ended in the middle of a block: [{"]);
    expect(summaries(decodeReply(["<p>no\n</p>"], [["content-type", "text/html"]]))).toEqual(["<p>no </p>"]);
  });

  it("says what was asked", () => {
    expect(summaries(decodeRequest(["%2Fa=3&%2Fb=&__seq=4"]))).toEqual(['seq 4 · /a 3, /b ""']);
    expect(summaries(decodeRequest(["__seq=4"]))).toEqual(["seq 4 · no channels"]);
    expect(summaries(decodeRequest(["channel=%2Fa&data=hi"], "http://h/message-bus/broadcast"))).toEqual([
      "publishes hi",
    ]);
  });

  it("stays short, however many channels there are", () => {
    const body = Array.from({ length: 500 }, (_, n) => `%2Fchannel%2Fnumber%2F${n}=1`).join("&");
    const [summary = ""] = summaries(decodeRequest([body]));
    expect(summary.length).toBeLessThanOrEqual(300);
  });
});

describe("the details", () => {
  const factsOf = (messages: ReturnType<typeof decodeReply>) => {
    const [message] = messages;
    return message
      ? messageBus.describe(message).facts.map(({ label, value, aside }) => `${label}: ${value} (${aside})`)
      : [];
  };

  it("of a poll say what each position means", () => {
    expect(factsOf(decodeRequest(["%2Fa=-1&%2Fb=0&%2Fc=-3&%2Fd=7&%2Fe=&__seq=4"]))).toEqual([
      "Mode: stream (held; answered in blocks as things happen)",
      "__seq: 4 (the client's count of its polls)",
      "/a: -1 (from now on; a status tells the position)",
      "/b: 0 (all that is kept)",
      "/c: -3 (the last 2, and what comes)",
      "/d: 7 (what came after 7)",
      '/e: "" (from now on, with no status)',
    ]);
  });

  it("of a message have both ids and its data", () => {
    const [message] = decodeReply([`[${item("/a", 1, { n: 1 })}]`]);
    expect(message && messageBus.describe(message)).toMatchObject({
      facts: [{ value: "/a" }, { value: "1" }, { value: "101" }],
      payload: { n: 1 },
    });
  });

  it("of what is malformed have its text, fault and place", () => {
    const [message] = decodeReply(["[1,\r\n|\r\n"]);
    expect(message && messageBus.describe(message)).toMatchObject({
      facts: [{ value: "not JSON: unexpected end" }, { label: "Offset", value: "3" }, {}],
      texts: [{ text: "[1," }],
    });
  });
});

describe("advice", () => {
  const refused = (status: number): Close => ({
    kind: "refused",
    response: { status, reason: "", httpVersion: "1.1", headers: [] },
    body: "",
  });
  const failed = (stage: "timeout" | "connect"): Close => ({
    kind: "failed",
    failure: { stage, code: "", message: "" },
  });

  it("is there for every refusal, and for an answer that does not come", () => {
    for (const status of [302, 400, 401, 403, 404, 413, 422, 429, 500, 502, 503, 504])
      expect(messageBus.advise(refused(status)).length).toBeGreaterThan(0);
    expect(messageBus.advise(failed("timeout"))).toHaveLength(1);
  });

  it("is left to others where MessageBus has nothing to add", () => {
    expect(messageBus.advise(failed("connect"))).toEqual([]);
    expect(messageBus.advise({ kind: "ended" })).toEqual([]);
  });
});

it("goes one way, and says so", () => {
  expect(messageBus.commandForms.map(({ kind }) => kind)).toEqual(["subscribe", "unsubscribe"]);
  expect(messageBus.readOnlyReason).toMatch(/one way/);
  expect(messageBus.labelChannel("/chat/lobby")).toBe("/chat/lobby");
});
