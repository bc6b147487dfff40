/** One hub behind all doors: what is published once reaches a client of every protocol. */
import { EventSource } from "eventsource";
import { expect, it, onTestFinished } from "vitest";
import { Mailbox } from "./mailbox.ts";
import { RailsClient } from "./rails-client.ts";
import { startMock } from "./running-mock.ts";
import { openSocket } from "./socket-client.ts";

it("one publish reaches @rails/actioncable, eventsource and ws, and so does what one of them says", async () => {
  const { origin, publish, when, state } = await startMock();
  const cable = new RailsClient(`${origin.replace("http", "ws")}/cable`).subscribe({
    channel: "ChatChannel",
    room: "a",
  });
  const source = new EventSource(`${origin}/events?topic=chat:a`);
  onTestFinished(() => source.close());
  const events = new Mailbox<string>();
  source.addEventListener("message", ({ data, lastEventId }) => events.put(`${lastEventId} ${data}`));
  const raw = await openSocket(`${origin}/ws?topic=chat:a`);
  await when(({ topics }) => topics[0]?.subscribers === 3);
  await cable.callbacks.takeUntil(({ kind }) => kind === "connected");

  const reachesAll = async (number: number, data: object) => {
    expect(await cable.callbacks.take()).toEqual({ kind: "received", data });
    expect(await events.take()).toBe(`${number} ${JSON.stringify(data)}`);
    expect(await raw.messages.take()).toBe(JSON.stringify(data));
  };
  expect(await publish("chat:a", { from: "outside" })).toEqual({ subscribers: 3, offset: 1 });
  await reachesAll(1, { from: "outside" });
  cable.subscription.perform("speak", { from: "rails" });
  await reachesAll(2, { from: "rails" });
  raw.socket.send('{"from":"ws"}');
  await reachesAll(3, { from: "ws" });
  const counts = state().doors.map(({ path, clients }) => [path, clients]);
  expect(counts.filter(([, clients]) => clients !== 0)).toEqual([
    ["/cable", 1],
    ["/events", 1],
    ["/ws", 1],
  ]);
});
