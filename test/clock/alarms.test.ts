/** Alarms of many clients: one timer a moment, and each rings once and only when it is still wanted. */
import { beforeEach, describe, expect, it } from "vitest";
import { Alarms } from "../../src/clock/alarms.ts";
import { ManualClock } from "../../src/clock/manual-clock.ts";

let clock: ManualClock;
let alarms: Alarms;
let rung: string[];

beforeEach(() => {
  clock = new ManualClock();
  alarms = new Alarms(clock);
  rung = [];
});

function alarm(name: string, also: () => void = () => {}) {
  return {
    dueAt: 0,
    ring: () => {
      rung.push(name);
      also();
    },
  };
}

describe("alarms", () => {
  it("of one moment share a timer and ring in the order in which they were set", () => {
    for (const name of ["a", "b", "c"]) alarms.set(alarm(name), 3_000);
    expect(clock.pendingTasks).toBe(1);
    clock.advance(2_999);
    expect(rung).toEqual([]);
    clock.advance(1);
    expect(rung).toEqual(["a", "b", "c"]);
    expect(clock.pendingTasks).toBe(0);
  });

  it("of different moments ring each at its own, a fraction of a ms rounded up", () => {
    alarms.set(alarm("late"), 20.5);
    alarms.set(alarm("early"), 10);
    clock.advance(20);
    expect(rung).toEqual(["early"]);
    clock.advance(1);
    expect(rung).toEqual(["early", "late"]);
  });

  it("that are set anew ring at the new moment only", () => {
    const one = alarm("one");
    alarms.set(one, 10);
    alarms.set(one, 30);
    clock.advance(29);
    expect(rung).toEqual([]);
    clock.advance(1);
    expect(rung).toEqual(["one"]);
  });

  it("that are called off leave no timer behind, and others of that moment alone", () => {
    const one = alarm("one");
    const other = alarm("other");
    alarms.set(one, 10);
    alarms.set(other, 10);
    alarms.cancel(one);
    expect(clock.pendingTasks).toBe(1);
    alarms.cancel(other);
    alarms.cancel(other);
    expect(clock.pendingTasks).toBe(0);
    clock.advance(10);
    expect(rung).toEqual([]);
  });

  it("may call off or set others, and themselves, while they ring", () => {
    const victim = alarm("victim");
    const again = alarm("again", () => {
      if (rung.length < 3) alarms.set(again, 0);
    });
    alarms.set(again, 10);
    alarms.set(
      alarm("killer", () => alarms.cancel(victim)),
      10,
    );
    alarms.set(victim, 10);
    clock.advance(10);
    expect(rung).toEqual(["again", "killer", "again"]);
  });
});
