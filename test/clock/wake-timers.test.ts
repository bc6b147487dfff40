/** What one session asks to be woken for: by name, once, and not after it has gone. */
import { beforeEach, expect, it } from "vitest";
import { Alarms } from "../../src/clock/alarms.ts";
import { ManualClock } from "../../src/clock/manual-clock.ts";
import { WakeTimers } from "../../src/clock/wake-timers.ts";

let clock: ManualClock;
let woken: string[];
let timers: WakeTimers;
let answer: (timer: string) => void;

beforeEach(() => {
  clock = new ManualClock(0);
  woken = [];
  answer = () => {};
  timers = new WakeTimers(new Alarms(clock), {
    woke: (timer) => {
      woken.push(`${timer} at ${clock.now()}`);
      answer(timer);
    },
  });
});

it("wakes for each name at its own moment, once", () => {
  timers.wake("ping", 30);
  timers.wake("retry", 10);
  clock.advance(1_000);
  expect(woken).toEqual(["retry at 10", "ping at 30"]);
});

it("takes a wish of the same name in place of the one before", () => {
  timers.wake("ping", 10);
  timers.wake("ping", 30);
  clock.advance(1_000);
  expect(woken).toEqual(["ping at 30"]);
});

it("forgets one name, and one that was never asked for", () => {
  timers.wake("ping", 10);
  timers.wake("retry", 10);
  timers.forget("ping");
  timers.forget("login");
  clock.advance(1_000);
  expect(woken).toEqual(["retry at 10"]);
});

it("takes the same wish again from who is woken", () => {
  answer = (timer) => woken.length < 3 && timers.wake(timer, 10);
  timers.wake("ping", 10);
  clock.advance(1_000);
  expect(woken).toEqual(["ping at 10", "ping at 20", "ping at 30"]);
});

it("leaves no timer behind once all is forgotten", () => {
  for (const timer of ["ping", "retry", "login"]) timers.wake(timer, 10);
  timers.forgetAll();
  expect(clock.pendingTasks).toBe(0);
  clock.advance(1_000);
  expect(woken).toEqual([]);
});
