import { describe, expect, it } from "vitest";
import { polling } from "../../../src/protocols/polling/index.ts";

describe("an address", () => {
  it.each([
    ["ws://h/poll", {}, 0],
    ["no address", {}, 0],
    ["http://h/poll/chat", {}, 0.6],
    ["http://h/long-poll/chat", {}, 0.6],
    ["http://h/longpoll", {}, 0.6],
    ["http://h/lp?x=1", {}, 0.6],
    ["http://h/api/state", { contentType: "application/json" }, 0.4],
    ["http://h/api/state", { status: 204 }, 0.4],
    ["http://h/api/state", {}, 0.12],
    ["http://h/poll", { contentType: "text/event-stream" }, 0.02],
  ])("%s %j is polled with confidence %d", (url, clue, confidence) => {
    expect(polling.match({ url, ...clue })).toBe(confidence);
  });
});

describe("advice", () => {
  it("is there for polls that failed, were cut or refused", () => {
    const failure = { stage: "timeout", code: "E", message: "late" } as const;
    const response = { status: 504, reason: "", httpVersion: "1.1", headers: [] };
    expect(polling.advise({ kind: "failed", failure })[0]).toContain("Prefer: wait");
    expect(polling.advise({ kind: "ended", failure })[0]).toContain("proxy");
    expect(polling.advise({ kind: "refused", response, body: "" })[0]).toContain("proxy");
    expect(polling.advise({ kind: "ended" })).toEqual([]);
    for (const status of [500, 302, 418])
      expect(polling.advise({ kind: "refused", response: { ...response, status }, body: "" })).toHaveLength(1);
  });
});

describe("doors", () => {
  it("are two, with samples that can be connected to", () => {
    const doors = [polling.door, ...(polling.moreDoors ?? [])];
    expect(doors.map(({ path }) => path)).toEqual(["/poll", "/long-poll"]);
    for (const { sample } of doors)
      polling.createClientSession({ url: "http://h", headers: [], settings: sample.settings, random: () => 0 });
  });
});
