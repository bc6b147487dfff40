/** What a change of the scenario leaves, and what it begins anew; and that all chance follows from the seed. */
import { describe, expect, it } from "vitest";
import { every, message, playing, scenario, topic } from "./playing.ts";

describe("history", () => {
  it("is published once for each topic, oldest first, before anything else", () => {
    const chat = topic("chat", { history: ["first", { n: "{{ counter.history }}" }] });
    const { stage, written } = playing(scenario({ topics: [chat], messages: [message("chat", "live")] }));
    stage.play(scenario({ topics: [chat, topic("news", { history: ["new"] })] }));
    expect(written()).toEqual([
      "0 log Playing test.",
      '0 chat "first"',
      '0 chat {"n":1}',
      "0 log Playing test.",
      '0 news "new"',
    ]);
  });

  it("triggers nothing", () => {
    const messages = [message("echo", 1, { trigger: { on: "publish" } })];
    const { written } = playing(scenario({ topics: [topic("chat", { history: [1, 2] })], messages }));
    expect(written()).toEqual(["0 log Playing test.", "0 chat 1", "0 chat 2"]);
  });
});

describe("a change of the scenario", () => {
  it("begins timed messages anew, and counters go on", () => {
    const played = scenario({ messages: [message("chat", "{{ counter.n }}", { afterMs: 500, ...every(1000) })] });
    const { clock, stage, written } = playing(played);
    clock.advance(2000);
    stage.play(scenario({ ...played, name: "next" }));
    clock.advance(600);
    expect(written()).toEqual([
      ...["0 log Playing test.", "500 chat 1", "1500 chat 2", "2000 log Playing next.", "2500 chat 3"],
    ]);
  });

  it("keeps the state but for what begins otherwise now, or is gone", () => {
    const set = { a: 10, b: 20, c: 30 };
    const replies = [{ to: { on: "command" }, send: [], set, passOn: false } as const];
    const tell = message("state", "{{ state.a }} {{ state.b }} {{ state.c }}", {
      trigger: { on: "publish", topic: "ask" },
    });
    const played = scenario({ state: { a: 1, b: 2, c: 3 }, messages: [tell], replies });
    const { stage, hub, written } = playing(played);
    const client = { protocol: { polls: undefined }, tell: () => undefined } as never;
    stage.answer(client, { kind: "said", topic: "chat", data: 1, otherwise: [] });
    stage.play({ ...played, state: { a: 1, b: 3 } });
    hub.publish("ask", 1);
    expect(written().at(-1)).toBe('0 state "10 3 "');
  });

  it("begins all anew where the stage has forgotten what was", () => {
    const chat = topic("chat", { history: ["{{ counter.n }} {{ fake.person.firstName }}"] });
    const { stage, written } = playing(scenario({ topics: [chat] }));
    const first = written();
    stage.forget();
    stage.play(stage.scenario);
    expect(written()).toEqual(first);
    expect(first).toHaveLength(2);
  });

  it("to none leaves nothing that waits", () => {
    const { clock, stage } = playing(scenario({ messages: [message("chat", 1, every(1000))] }));
    expect(clock.pendingTasks).toBe(1);
    stage.play(undefined);
    expect([clock.pendingTasks, stage.playing]).toEqual([0, undefined]);
  });
});

it("clients have nothing to do with a stage on which nothing was ever played", () => {
  const { stage } = playing();
  expect(stage.script).toBeUndefined();
  stage.play(scenario());
  stage.play(undefined);
  expect(stage.script).toBe(stage);
});

describe("chance", () => {
  const made = (seed: number | undefined, random?: () => number) => {
    const messages = [
      message(
        "chat",
        { id: "{{ uuid }}", from: "{{ fake.person.firstName }}", roll: "{{ random }}" },
        every(500, 2500),
      ),
      message("ticker", 0, { data: ["up", "down", "level"], choose: "byChance", ...every(100, 900) }),
    ];
    const { clock, written } = playing(scenario({ seed, messages }), random);
    clock.advance(60_000);
    return written().join("\n");
  };

  it("follows from the seed", () => {
    expect(made(7).split("\n").length).toBeGreaterThan(100);
    expect(made(7)).toBe(made(7));
    expect(made(7)).not.toBe(made(8));
  });

  it("is drawn where the scenario has no seed", () => {
    expect(made(undefined, () => 0.1)).not.toBe(made(undefined, () => 0.2));
  });
});

describe("what goes wrong while it plays", () => {
  it("is said once with its place, and the rest plays on", () => {
    const messages = [
      message("{{ state.nowhere }}", 1, every(1000)),
      message("chat", "{{ 'x' | divided_by: 0 }}", every(1000)),
      message("chat", "fine", { afterMs: 1500 }),
    ];
    const { clock, written } = playing(scenario({ messages }));
    clock.advance(3000);
    const lines = written();
    expect(lines.filter((line) => line.includes("messages[0]"))).toEqual([
      "0 log test: messages[0]: A publication needs a topic, such as chat:lobby.",
    ]);
    expect(lines).toContain('1500 chat "fine"');
  });
});
