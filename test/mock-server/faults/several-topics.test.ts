/** A fault of one topic, and clients that hear several in one exchange. */
import { describe, expect, it, onTestFinished } from "vitest";
import { type FaultyMock, startFaulty } from "./faulty-mock.ts";

async function published(): Promise<FaultyMock> {
  const mock = await startFaulty();
  await mock.publish("a", "first of a");
  await mock.publish("b", "first of b");
  await mock.publish("c", "first of c");
  return mock;
}

describe("what was published before an event stream of several topics came", () => {
  it.each(["a", "b", "c"])("is lost for topic %s only, whichever answered last", async (topic) => {
    const mock = await published();
    mock.fault({ topic, does: { kind: "drop" } });
    const stopping = new AbortController();
    onTestFinished(() => stopping.abort());
    const url = `${mock.origin}/events?topic=a&topic=b&topic=c&history=9`;
    const { body } = await fetch(url, { signal: stopping.signal });
    let text = "";
    const others = ["a", "b", "c"].filter((other) => other !== topic);
    const areThere = () => others.every((other) => text.includes(`first of ${other}`));
    for await (const piece of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += piece;
      if (areThere()) break;
    }
    expect(areThere()).toBe(true);
    expect(text).not.toContain(`first of ${topic}`);
    expect(mock.strikes.all.map((strike) => strike.topic)).toEqual([topic]);
  });
});

describe("the answer to a MessageBus poll of several channels", () => {
  const poll = async (mock: FaultyMock, channels: readonly string[]) => {
    const body = new URLSearchParams(channels.map((channel) => [channel, "0"]));
    const answer = await fetch(`${mock.origin}/message-bus/me/poll?dlp=t`, { method: "POST", body });
    return answer.text();
  };

  it.each(["a", "b"])("is about each of them: %s", async (topic) => {
    const mock = await published();
    mock.fault({ topic, does: { kind: "truncate", keepBytes: 0 } });
    expect(await poll(mock, ["/a", "/b"])).toBe("");
    expect(mock.strikes.all.map((strike) => strike.topic)).toEqual([topic]);
  });

  it("is not about one of which it says nothing", async () => {
    const mock = await published();
    mock.fault({ topic: "c", does: { kind: "truncate", keepBytes: 0 } });
    expect(await poll(mock, ["/a", "/b"])).toContain("first of b");
    expect(await poll(mock, ["/a", "/d", "/c"])).toBe("");
    expect(mock.strikes.all).toHaveLength(1);
  });
});
