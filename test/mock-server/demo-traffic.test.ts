/** The demo's traffic: lively on all three topics, the same again with the same seed, and silent once stopped. */
import { describe, expect, it } from "vitest";
import { boardSignedStreamName, boardTopic } from "../../mock-server/demo-board.ts";
import { startDemoTraffic } from "../../mock-server/demo-traffic.ts";
import { ManualClock } from "../../src/clock/manual-clock.ts";
import { actionCable } from "../../src/protocols/action-cable/index.ts";
import { decodeSignedStreamName } from "../../src/protocols/action-cable/stream-name.ts";

interface Publication {
  readonly at: number;
  readonly topic: string;
  readonly data: unknown;
}

function record(seconds: number, seed?: number): { publications: Publication[]; clock: ManualClock; stop: () => void } {
  const clock = new ManualClock();
  const publications: Publication[] = [];
  const publish = (topic: string, data: unknown) => publications.push({ at: clock.now(), topic, data });
  const { stop } = startDemoTraffic({ publish, clock, seed });
  clock.advance(seconds * 1_000);
  return { publications, clock, stop };
}

function dataOf(publications: readonly Publication[], wanted: string): unknown[] {
  return publications.flatMap(({ topic, data }) => (topic === wanted ? [data] : []));
}

describe("the demo's traffic", () => {
  it("has said something on every topic within three seconds", () => {
    const { publications } = record(3);
    for (const topic of ["chat:lobby", "ticker", boardTopic]) expect(dataOf(publications, topic)).not.toEqual([]);
  });

  it("is the same with the same seed, to the millisecond, and another with another", () => {
    expect(record(60, 5).publications).toEqual(record(60, 5).publications);
    expect(record(60, 5).publications).not.toEqual(record(60, 6).publications);
  });

  it("has its board where Action Cable's door listens in a demo", () => {
    expect(actionCable.door.demo?.settings.channels).toContain(`"${boardSignedStreamName}"`);
  });

  it("is silent once stopped, and leaves no timer", () => {
    const { publications, clock, stop } = record(10);
    const { length } = publications;
    stop();
    clock.advance(60_000);
    expect(publications).toHaveLength(length);
    expect(clock.pendingTasks).toBe(0);
  });

  it("talks, types and reacts in the chat, with numbered messages", () => {
    const chat = dataOf(record(120).publications, "chat:lobby") as {
      id?: number;
      typing?: true;
      reaction?: string;
      to?: number;
    }[];
    const ids = chat.flatMap(({ id }) => id ?? []);
    expect(ids).toEqual(ids.map((_, index) => index + 1));
    expect(ids.length).toBeGreaterThan(30);
    expect(chat.some(({ typing }) => typing)).toBe(true);
    const reactions = chat.filter(({ reaction }) => reaction);
    expect(reactions).not.toEqual([]);
    for (const { to } of reactions) expect(ids).toContain(to);
  });

  it("moves prices in small steps", () => {
    const quotes = dataOf(record(120).publications, "ticker") as { symbol: string; price: number }[];
    const last = new Map<string, number>();
    for (const { symbol, price } of quotes) {
      const before = last.get(symbol) ?? price;
      expect(Math.abs(price / before - 1)).toBeLessThan(0.02);
      last.set(symbol, price);
    }
    expect(last.size).toBe(5);
  });

  it("appends, replaces and removes cards that are there, as Turbo Streams", () => {
    const cards = new Set<string>();
    const seen = new Set<string>();
    for (const html of dataOf(record(120).publications, boardTopic) as string[]) {
      const [, action = "", target = ""] = /^<turbo-stream action="(\w+)" target="(\w+)">/.exec(html) ?? [];
      const [, card = ""] = /<template><div id="(card_\d+)"/.exec(html) ?? [];
      seen.add(action);
      if (action === "append") {
        expect([target, cards.has(card)]).toEqual(["cards", false]);
        cards.add(card);
      } else {
        expect(cards).toContain(target);
        if (action === "remove") cards.delete(target);
        else expect(card).toBe(target);
      }
    }
    expect([...seen].sort()).toEqual(["append", "remove", "replace"]);
  });

  it("signs the board's name as turbo-rails does", () => {
    expect(decodeSignedStreamName(boardSignedStreamName)?.streamName).toBe(boardTopic);
    expect(boardSignedStreamName).toMatch(/^[A-Za-z0-9+/]+=*--[0-9a-f]{64}$/);
  });
});
