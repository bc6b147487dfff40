/** What a fault holds back is what a client is behind by. */
import { once } from "node:events";
import { expect, it } from "vitest";
import { ManualClock } from "../../../src/clock/manual-clock.ts";
import type { Fault } from "../../../src/model/fault.ts";
import { openSocket } from "../socket-client.ts";
import { startFaulty } from "./faulty-mock.ts";

it.each<[string, Fault["does"]]>([
  ["delay", { kind: "delay", byMs: 3000 }],
  ["buffer", { kind: "buffer", forMs: 3000 }],
])("a %s", async (_kind, does) => {
  const clock = new ManualClock();
  const { origin, fault, publish, when, state } = await startFaulty({ clock });
  const { messages } = await openSocket(`${origin}/ws?topic=a`);
  await when(({ topics }) => topics[0]?.subscribers === 1);
  await publish("a", "before");
  expect(await messages.take()).toBe("before");
  fault({ topic: "a", does });
  await publish("a", "one");
  await publish("a", "two");
  expect(state().clients).toMatchObject([{ positions: [{ topic: "a", offset: 1, behind: 2 }], waitingBytes: 6 }]);
  clock.advance(3000);
  expect([await messages.take(), await messages.take()]).toEqual(["one", "two"]);
  await when(({ clients }) => clients[0]?.waitingBytes === 0);
  expect(state().clients[0]?.positions).toEqual([{ topic: "a", offset: 3, behind: 0 }]);
});

it("messages that wait to be reordered, of their own topic alone", async () => {
  const { origin, fault, publish, when, state } = await startFaulty();
  const { socket } = await openSocket(`${origin}/ws?topic=a`);
  await when(({ topics }) => topics[0]?.subscribers === 1);
  fault({ topic: "a", does: { kind: "reorder", among: 3 } });
  await publish("a", "one");
  await publish("a", "two");
  await publish("b", "elsewhere");
  expect(state().clients[0]?.positions).toEqual([{ topic: "a", offset: 0, behind: 2 }]);
  await publish("a", "three");
  await once(socket, "message");
  expect(state().clients[0]?.positions).toEqual([{ topic: "a", offset: 3, behind: 0 }]);
});
