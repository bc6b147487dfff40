/** Which heartbeats go on by themselves, and which are part of the story. */
import { expect, it } from "vitest";
import { takeHeartbeats } from "../../../src/interchange/scenario/heartbeats.ts";
import type { Said } from "../../../src/interchange/scenario/talk.ts";

const ping = (at: number, from: Said["from"] = "server"): Said => ({
  from,
  at,
  data: "ping",
  isHeartbeat: true,
  row: at,
});
const open = (from: number, until: number, isEnded = false) => ({ from, until, isEnded });
const word = (at: number): Said => ({ from: "server", at, data: `at ${at}`, isHeartbeat: false, row: at });

it("a steady row is one heartbeat, whatever is said in between", () => {
  const { heartbeats, rest } = takeHeartbeats(
    [ping(2_900), word(4_000), ping(5_903), word(6_000), ping(8_904)],
    open(100, 11_000),
  );
  expect(heartbeats).toMatchObject([{ afterMs: 2_800, everyMs: 3_000 }]);
  expect(rest).toEqual([word(4_000), word(6_000)]);
});

it("one that stopped while the connection went on stays: that it did is what was recorded", () => {
  const said = [ping(3_000), ping(6_000), ping(9_000)];
  expect(takeHeartbeats(said, open(0, 30_000))).toEqual({ heartbeats: [], rest: said });
});

it("so does one that paused", () => {
  const said = [ping(3_000), ping(6_000), ping(9_000), ping(29_000), ping(32_000)];
  expect(takeHeartbeats(said, open(0, 33_000)).heartbeats).toEqual([]);
});

it("a single one at the end of a short recording goes on as Rails and AnyCable send it", () => {
  expect(takeHeartbeats([word(1_000), ping(3_000)], open(0, 4_000)).heartbeats).toMatchObject([
    { afterMs: 3_000, everyMs: 3_000 },
  ]);
  expect(takeHeartbeats([ping(3_000), word(40_000)], open(0, 40_000)).heartbeats).toEqual([]);
});

it("but not on a connection that the server ended", () => {
  expect(takeHeartbeats([ping(3_000)], open(0, 3_100, true)).heartbeats).toEqual([]);
});

it("nobody waits for the client's", () => {
  expect(takeHeartbeats([ping(1_000, "client"), word(2_000)], open(0, 40_000)).rest).toEqual([word(2_000)]);
});
