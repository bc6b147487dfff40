/** Bytes on their last stretch: cut, slowed, in order, and as if nothing had been there afterwards. */
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { PacedWire } from "../../../mock-server/faults/paced-wire.ts";
import { ManualClock } from "../../../src/clock/manual-clock.ts";

const immediate = () => new Promise((resolve) => setImmediate(resolve));

function newWire() {
  const clock = new ManualClock();
  const wire = new PassThrough();
  const written: string[] = [];
  wire.on("data", (bytes: Buffer) => written.push(bytes.toString()));
  const ended = new Promise<void>((resolve) => wire.on("end", resolve));
  return { clock, wire, written, ended, paced: PacedWire.of(wire, clock) };
}

describe("a paced wire", () => {
  it("cuts what is written within the task as one, in a turn of the loop each, and tells when it was written", async () => {
    const { wire, paced, written } = newWire();
    const done: string[] = [];
    const whole = new Promise<void>((resolve) => {
      paced.during({ cutBytes: 3 }, () => {
        wire.write("ab", () => done.push("first"));
        wire.write("cdefg", "latin1", () => {
          done.push("second");
          resolve();
        });
      });
    });
    await whole;
    await immediate();
    expect(written).toEqual(["abc", "def", "g"]);
    expect(done).toEqual(["first", "second"]);
  });

  it("lets what is written later wait, and the end as well", async () => {
    const { wire, paced, written, ended } = newWire();
    paced.during({ cutBytes: 1 }, () => wire.write("ab"));
    wire.write("behind");
    wire.end("last");
    expect(written.join("")).not.toContain("behind");
    await ended;
    expect(written).toEqual(["a", "b", "behind", "last"]);
  });

  it("slows down by the clock: twenty ticks a second, each with its share", async () => {
    const { wire, paced, written, clock } = newWire();
    paced.during({ bytesPerSecond: 60 }, () => wire.write("abcdefgh"));
    expect(PacedWire.pendingBytes(wire)).toBe(8);
    for (let tick = 0; tick < 3; tick += 1) {
      clock.advance(50);
      await immediate();
      await immediate();
    }
    expect(written).toEqual(["abc", "def", "gh"]);
    expect(PacedWire.pendingBytes(wire)).toBe(0);
  });

  it("writes the least there is where a tick's share is less than a byte", async () => {
    const { wire, paced, written, clock } = newWire();
    paced.during({ bytesPerSecond: 1 }, () => wire.write("ab"));
    clock.advance(999);
    await immediate();
    expect(written).toEqual([]);
    clock.advance(1);
    await immediate();
    expect(written).toEqual(["a"]);
  });

  it("takes itself out when nothing waits any more", async () => {
    const { wire, paced, written } = newWire();
    const own = () => Object.hasOwn(wire, "write") || Object.hasOwn(wire, "end");
    paced.during({ cutBytes: 1 }, () => wire.write("ab"));
    expect(own()).toBe(true);
    while (own()) await immediate();
    wire.write("as ever");
    await immediate();
    expect(written).toEqual(["a", "b", "as ever"]);
    const again = PacedWire.of(wire, new ManualClock());
    again.during({}, () => undefined);
    expect(own()).toBe(false);
  });

  it("gives up when the wire is gone", async () => {
    const { wire, paced } = newWire();
    paced.during({ cutBytes: 1 }, () => wire.write("abc"));
    wire.destroy();
    while (PacedWire.pendingBytes(wire) > 0) await immediate();
    expect(Object.hasOwn(wire, "write")).toBe(false);
  });
});
