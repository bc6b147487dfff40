/** When a scenario's messages come: written down with the ms since its start. */
import { describe, expect, it } from "vitest";
import { every, message, playing, scenario } from "./playing.ts";

describe("a message", () => {
  it("is published once, when its time has come", () => {
    const { clock, written } = playing(scenario({ messages: [message("chat", "hi", { afterMs: 1500 })] }));
    clock.advance(1499);
    expect(written()).toEqual(["0 log Playing test."]);
    clock.advance(60_000);
    expect(written()).toEqual(['1500 chat "hi"']);
  });

  it("comes again and again, in turn", () => {
    const messages = [message("chat", 0, { data: ["a", "b"], afterMs: 100, ...every(1000) })];
    const { clock, written } = playing(scenario({ messages }));
    clock.advance(3100);
    expect(written().slice(1)).toEqual(['100 chat "a"', '1100 chat "b"', '2100 chat "a"', '3100 chat "b"']);
  });

  it("stops after its times", () => {
    const { clock, written } = playing(scenario({ messages: [message("chat", 1, { ...every(10), times: 3 })] }));
    clock.advance(60_000);
    expect(written().slice(1)).toEqual(["0 chat 1", "10 chat 1", "20 chat 1"]);
    expect(clock.pendingTasks).toBe(0);
  });

  it("does not make up for what it missed while the machine slept", () => {
    const { clock, written } = playing(scenario({ messages: [message("chat", "{{ counter.n }}", every(1000))] }));
    clock.advance(1000);
    clock.oversleep(10_500);
    clock.advance(1000);
    expect(written().slice(1)).toEqual(["0 chat 1", "1000 chat 2", "11500 chat 3", "12500 chat 4"]);
  });

  it("has a pace of its own by chance: what else the scenario does changes nothing in it", () => {
    const times = (others: ReturnType<typeof message>[]) => {
      const messages = [message("pulse", 1, every(100, 2000)), ...others];
      const { clock, written } = playing(scenario({ messages }));
      clock.advance(20_000);
      return written().filter((line) => line.includes(" pulse "));
    };
    const alone = times([]);
    expect(
      new Set(alone.map((line, i) => Number.parseInt(line, 10) - Number.parseInt(alone[i - 1] ?? "0", 10))).size,
    ).toBeGreaterThan(5);
    expect(times([message("other", "{{ random }}", every(70, 300))])).toEqual(alone);
  });
});

describe("a triggered message", () => {
  const pong = message("chat", "{{ message.n }}", { trigger: { on: "publish", topic: "ping" }, afterMs: 250 });

  it("comes so long after each time", () => {
    const { clock, hub, written } = playing(scenario({ messages: [pong] }));
    written();
    hub.publish("ping", { n: 1 });
    clock.advance(100);
    hub.publish("ping", { n: 2 });
    hub.publish("other", { n: 3 });
    clock.advance(1000);
    expect(written().filter((line) => line.includes("chat"))).toEqual(["250 chat 1", "350 chat 2"]);
  });

  it("that goes on begins anew, and not once more", () => {
    const stream = { ...pong, ...every(100), times: 3 };
    const { clock, hub, written } = playing(scenario({ messages: [stream] }));
    hub.publish("ping", { n: 1 });
    clock.advance(300);
    hub.publish("ping", { n: 2 });
    clock.advance(5000);
    expect(written().filter((line) => line.includes("chat"))).toEqual([
      ...["250 chat 1", "550 chat 2", "650 chat 2", "750 chat 2"],
    ]);
  });

  it("makes no timer for each of ten thousand that wait, and no more of them wait", () => {
    const { clock, hub, written } = playing(scenario({ messages: [pong] }));
    for (let n = 0; n < 10_001; n += 1) {
      if (n % 2_500 === 0) clock.advance(1);
      hub.publish("ping", { n });
    }
    expect(clock.pendingTasks).toBeLessThan(10);
    expect(written().filter((line) => line.includes("log test"))).toEqual([
      "5 log test: messages[0]: not published, because more than 10000 of it wait already.",
    ]);
  });
});
