import { describe, expect, it } from "vitest";
import { demoPublications } from "../../src/cli/demo-traffic.ts";

const topics = (step: number, subscribed: string[]) =>
  demoPublications(step, subscribed).map((publication) => publication.topic);

describe("made-up traffic", () => {
  it("has a chat, a ticker and Turbo Streams", () => {
    const all = new Set([0, 1, 2, 3].flatMap((step) => topics(step, [])));
    expect([...all].sort()).toEqual(["chat", "chat:lobby", "messages", "ticker"]);
    expect(demoPublications(3, []).find(({ topic }) => topic === "messages")?.data).toContain("<turbo-stream");
  });

  it("reaches every topic that somebody listens to, once", () => {
    expect(topics(0, ["news", "chat", "ticker"]).filter((topic) => topic === "news")).toHaveLength(1);
    expect(new Set(topics(0, ["news", "chat"])).size).toBe(topics(0, ["news", "chat"]).length);
  });

  it("is the same for the same step", () => {
    expect(demoPublications(7, ["a"])).toEqual(demoPublications(7, ["a"]));
  });
});
