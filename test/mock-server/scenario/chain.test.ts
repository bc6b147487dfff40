/** What sets itself off: cut with a sentence, while a steady rhythm goes on for ever. */
import { describe, expect, it } from "vitest";
import { every, message, playing, scenario, topic } from "./playing.ts";

const onPublish = (topic: string) => ({ trigger: { on: "publish", topic } as const });

describe("publications that set each other off", () => {
  it.each([0, 20])("are cut after 32 links, when each follows within %i ms", (afterMs) => {
    const messages = [
      message("b", "{{ counter.n }}", { ...onPublish("a"), afterMs }),
      message("a", "{{ counter.n }}", { ...onPublish("b"), afterMs }),
    ];
    const { clock, hub, written } = playing(scenario({ messages }));
    hub.publish("a", 0);
    clock.advance(60_000);
    const lines = written();
    expect(lines.filter((line) => / [ab] \d+$/.test(line))).toHaveLength(33);
    expect(lines.at(-1)).toMatch(
      /log test: messages\[0\]: not published, because it was set off by what it sets off itself, over and over\.$/,
    );
    hub.publish("a", 0);
    expect(written().length).toBeGreaterThan(0);
  });

  it("go on for ever in a slow rhythm", () => {
    const messages = [message("a", "{{ counter.n }}", { ...onPublish("a"), afterMs: 100 })];
    const { clock, hub, written } = playing(scenario({ messages }));
    hub.publish("a", 0);
    clock.advance(20_000);
    expect(written().at(-1)).toBe("20000 a 200");
  });

  it("cannot breed: what splits in two each time is cut by the thousand", () => {
    const messages = [1, 2].map((n) => message("a", n, { ...onPublish("a"), afterMs: 100 }));
    const { clock, hub, written } = playing(scenario({ messages }));
    hub.publish("a", 0);
    clock.advance(5_000);
    const lines = written();
    expect(lines.length).toBeLessThan(40_000);
    expect(lines.filter((line) => line.includes("over and over"))).not.toEqual([]);
  });
});

describe("on a hub that is shared, where publications come back later", () => {
  const half = () => 0.5;

  it("a chain is cut as well", () => {
    const messages = [message("a", "{{ counter.n }}", onPublish("a"))];
    const { clock, hub, written } = playing(scenario({ messages }), half, 2);
    hub.publish("a", 0);
    clock.advance(60_000);
    const lines = written();
    expect(lines.filter((line) => / a \d+$/.test(line))).toHaveLength(33);
    expect(lines.at(-1)).toContain("over and over");
    hub.publish("a", 0);
    clock.advance(10);
    expect(written().length).toBeGreaterThan(3);
  });

  it("history sets nothing off, and what is published by others does", () => {
    const topics = [topic("a", { history: [1, 2] })];
    const { clock, hub, written } = playing(scenario({ topics, messages: [message("b", 3, onPublish("a"))] }), half, 2);
    clock.advance(10);
    hub.publish("a", 1);
    clock.advance(10);
    expect(written().slice(1)).toEqual(["2 a 1", "2 a 2", "10 a 1", "12 b 3"]);
  });
});

it("many publications from outside are no chain", () => {
  const { hub, written } = playing(scenario({ messages: [message("b", 1, onPublish("a"))] }));
  for (let n = 0; n < 6_000; n += 1) hub.publish("a", n);
  expect(written().filter((line) => line.includes(" b "))).toHaveLength(6_000);
});

it("timed messages may be quick", () => {
  const { clock, written } = playing(scenario({ messages: [message("b", 1, every(1))] }));
  clock.advance(9_999);
  expect(written().filter((line) => line.includes(" b "))).toHaveLength(10_000);
});
