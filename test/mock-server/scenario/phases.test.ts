/** Phases of a scenario: what begins and ends with them. */
import { describe, expect, it } from "vitest";
import { every, fault, message, playing, scenario } from "./playing.ts";

const calmThenStorm = [{ name: "calm", until: { afterMs: 1000 } }, { name: "storm" }];

describe("phases", () => {
  it("follow each other by the clock, and what is tied to one lasts as long as it", () => {
    const messages = [
      message("always", 1, every(400)),
      message("calm", 1, { ...every(400), phase: "calm" }),
      message("storm", 1, { afterMs: 100, phase: "storm" }),
    ];
    const faults = [fault("drop", { phase: "storm" }), fault("silent", { phase: "calm", afterMs: 500 })];
    const { clock, stage, written } = playing(scenario({ phases: calmThenStorm, messages, faults }));
    expect(stage.playing).toEqual({ name: "test", phase: "calm", problems: [] });
    clock.advance(1300);
    expect(stage.playing?.phase).toBe("storm");
    expect(written()).toEqual([
      "0 log Playing test.",
      "0 log test: phase calm begins.",
      ...["0 always 1", "0 calm 1", "400 always 1", "400 calm 1", "500 fault 1 silent", "800 always 1", "800 calm 1"],
      "1000 over 1",
      "1000 log test: phase storm begins.",
      ...["1000 fault 2 drop", "1100 storm 1", "1200 always 1"],
    ]);
    stage.play(undefined);
    expect(written()).toEqual(["1300 over 2"]);
  });

  it("end when something happens, once each", () => {
    const until = { trigger: { on: "publish", topic: "go" } } as const;
    const phases = [
      { name: "one", until },
      { name: "two", until },
      { name: "three", until },
    ];
    const { hub, stage } = playing(scenario({ phases }));
    const seen = [stage.playing?.phase];
    for (const topic of ["other", "go", "go", "go"]) {
      hub.publish(topic, 1);
      seen.push(stage.playing?.phase);
    }
    expect(seen).toEqual(["one", "one", "two", "three", "three"]);
  });

  it("that wait for something too long end by the clock, and the clock of a phase that ended ends none", () => {
    const until = { afterMs: 1000, trigger: { on: "publish", topic: "go" } } as const;
    const phases = [{ name: "one", until }, { name: "two", until }, { name: "three" }];
    const { clock, hub, stage } = playing(scenario({ phases }));
    clock.advance(600);
    hub.publish("go", 1);
    clock.advance(600);
    expect(stage.playing?.phase).toBe("two");
    clock.advance(400);
    expect(stage.playing?.phase).toBe("three");
  });
});

describe("faults", () => {
  it("that still go on when they are due again begin anew", () => {
    const { clock, written } = playing(scenario({ faults: [fault("drop", { ...every(1000), forMs: 300, times: 2 })] }));
    clock.advance(5000);
    expect(written().slice(1)).toEqual(["0 fault 1 drop for 300", "1000 over 1", "1000 fault 2 drop for 300"]);
  });
});
