/** What faults make of event streams, and what the `eventsource` package does about it. */

import { setImmediate as immediate } from "node:timers/promises";
import { EventSource } from "eventsource";
import { describe, expect, it, onTestFinished } from "vitest";
import { ManualClock } from "../../../src/clock/manual-clock.ts";
import type { Fault } from "../../../src/model/fault.ts";
import { Mailbox } from "../mailbox.ts";
import { type FaultyMock, startFaulty } from "./faulty-mock.ts";

interface Listening {
  readonly source: EventSource;
  /** `id data`. */
  readonly events: Mailbox<string>;
  readonly opens: Mailbox<"open">;
  /** The answer's status, undefined for a mere end; and whether it will come back. */
  readonly errors: Mailbox<readonly [status: number | undefined, comesBack: boolean]>;
}

function listen({ origin }: FaultyMock, query = "topic=chat&retry=20"): Listening {
  const source = new EventSource(`${origin}/events?${query}`);
  onTestFinished(() => source.close());
  const [events, opens] = [new Mailbox<string>(), new Mailbox<"open">()];
  const errors = new Mailbox<readonly [number | undefined, boolean]>();
  source.addEventListener("message", ({ lastEventId, data }) => events.put(`${lastEventId} ${data}`));
  source.addEventListener("open", () => opens.put("open"));
  source.addEventListener("error", ({ code }) => errors.put([code, source.readyState !== EventSource.CLOSED]));
  return { source, events, opens, errors };
}

const subscribed = ({ when }: FaultyMock) => when(({ topics }) => topics.some(({ subscribers }) => subscribers === 1));
const textsOf = ({ strikes }: FaultyMock) => strikes.all.map(({ text }) => text);

async function open(query?: string) {
  const mock = await startFaulty();
  const client = listen(mock, query);
  await subscribed(mock);
  return { mock, ...client };
}

describe("connecting", () => {
  it.each([401, 403, 404, 429, 500, 503])("%i: the client gives up for good", async (status) => {
    const mock = await startFaulty();
    mock.fault({ times: 1, door: "/events", does: { kind: "answer", status, headers: [["Retry-After", "1"]] } });
    const { errors } = listen(mock);
    expect(await errors.take()).toEqual([status, false]);
    expect(textsOf(mock)[0]).toMatch(new RegExp(`^Answered GET /events with ${status} \\w`));
  });

  it("204: the client gives up for good", async () => {
    const mock = await startFaulty();
    mock.fault({ does: { kind: "answer", status: 204 } });
    expect(await listen(mock).errors.take()).toEqual([204, false]);
    expect(textsOf(mock)).toEqual(["Answered GET /events with 204 No Content"]);
  });

  it("a redirect: the client follows it", async () => {
    const mock = await startFaulty();
    const location = `${mock.origin}/events?topic=elsewhere`;
    mock.fault({ times: 1, does: { kind: "answer", status: 307, headers: [["Location", location]] } });
    const { events } = listen(mock);
    await mock.when(({ topics }) => topics.some(({ topic }) => topic === "elsewhere"));
    await mock.publish("elsewhere", "there");
    expect(await events.take()).toBe("1 there");
  });

  it("a wrong content type: the client gives up for good", async () => {
    const mock = await startFaulty();
    mock.fault({ does: { kind: "contentType", value: "text/html; charset=utf-8" } });
    const { errors } = listen(mock);
    expect(await errors.take()).toEqual([200, false]);
    const { headers } = await fetch(`${mock.origin}/events?topic=a`);
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(textsOf(mock)[0]).toBe("Answered with the content type text/html; charset=utf-8");
  });

  it("a slow head: the stream opens late, and nothing is lost", async () => {
    const clock = new ManualClock();
    const mock = await startFaulty({ clock });
    mock.fault({ does: { kind: "slowHead", byMs: 7000 } });
    const { events, opens } = listen(mock);
    expect((await mock.strikes.take()).text).toBe(
      "Held the head of the answer back for 7 s, to send it in small pieces",
    );
    await subscribed(mock);
    await mock.publish("chat", "meanwhile");
    expect(opens.all).toEqual([]);
    clock.advance(7000);
    await opens.take();
    expect(await events.take()).toBe("1 meanwhile");
  });
});

describe("what is sent", () => {
  it.each<[string, Fault, string[]]>([
    ["lost: a hole in the ids", { times: 1, kinds: ["event"], does: { kind: "drop" } }, ["2 ü", "3 c"]],
    ["twice", { times: 1, does: { kind: "duplicate", copies: 1 } }, ["1 a", "1 a", "2 ü", "3 c"]],
    ["in another order", { does: { kind: "reorder", among: 3 } }, ["3 c", "1 a", "2 ü"]],
    ["cut at every byte, and whole again", { does: { kind: "split", bytes: 1 } }, ["1 a", "2 ü", "3 c"]],
    ["grown by a comment, and still read", { does: { kind: "oversize", toBytes: 100_000 } }, ["1 a", "2 ü", "3 c"]],
    // Without its empty line an event goes on in the next one, whose id it has then.
    [
      "cut off: it runs into the next event",
      { times: 1, does: { kind: "truncate", keepBytes: 14 } },
      ["2 a\nü", "3 c"],
    ],
  ])("%s", async (_, fault, received) => {
    const mock = await startFaulty({ random: () => 0 });
    const { events } = listen(mock);
    await subscribed(mock);
    mock.fault(fault);
    for (const text of ["a", "ü", "c"]) await mock.publish("chat", text);
    for (const seen of received) expect(await events.take()).toBe(seen);
    expect(events.all).toEqual(received);
  });

  it("held as by a buffering proxy: they come together", async () => {
    const clock = new ManualClock();
    const mock = await startFaulty({ clock });
    const { events } = listen(mock);
    await subscribed(mock);
    mock.fault({ does: { kind: "buffer", forMs: 5000 } });
    for (const text of ["a", "b"]) await mock.publish("chat", text);
    expect(events.all).toEqual([]);
    clock.advance(5000);
    expect([await events.take(), await events.take()]).toEqual(["1 a", "2 b"]);
  });

  it("over a thin line: it comes when its last byte has", async () => {
    const clock = new ManualClock();
    const mock = await startFaulty({ clock });
    const { events } = listen(mock);
    await subscribed(mock);
    mock.fault({ does: { kind: "throttle", bytesPerSecond: 20 } });
    const publishedAt = clock.now();
    await mock.publish("chat", "at last");
    while (events.all.length === 0) {
      clock.advance(50);
      await immediate();
    }
    expect(events.all).toEqual(["1 at last"]);
    // Twenty bytes a second, and an event of more than that.
    expect(clock.now() - publishedAt).toBeGreaterThan(1000);
  });

  it("compressed by a proxy that flushes: read as ever", async () => {
    const mock = await startFaulty();
    mock.fault({ does: { kind: "buffer", untilBytes: 1, gzip: true } });
    const { events } = listen(mock);
    await subscribed(mock);
    await mock.publish("chat", "small");
    expect(await events.take()).toBe("1 small");
    expect(textsOf(mock)[0]).toBe("Compressed the answer with gzip");
  });

  it("comments that are withheld: nothing else is", async () => {
    const clock = new ManualClock();
    const mock = await startFaulty({ clock });
    const { events } = listen(mock);
    await subscribed(mock);
    mock.fault({ kinds: ["comment"], does: { kind: "drop" } });
    clock.advance(15_000);
    await mock.publish("chat", "a");
    expect(await events.take()).toBe("1 a");
    expect(textsOf(mock)).toEqual(['Dropped "comment"']);
  });
});

describe("endings", () => {
  it.each<[string, Fault, string]>([
    ["close: the body ends", { does: { kind: "close", code: 1012 } }, "Ended the body of the answer"],
    ["cut", { does: { kind: "cut" } }, "Ended the TCP connection with no close frame"],
    ["reset", { does: { kind: "reset" } }, "Reset the connection"],
    ["disconnect, to come back", { does: { kind: "disconnect", reconnect: true } }, "Said goodbye, to come back"],
  ])("%s: the client comes back after the id that it had", async (_, fault, text) => {
    const { mock, events, errors } = await open();
    await mock.publish("chat", "seen");
    await events.take();
    mock.fault(fault);
    expect((await errors.take())[1]).toBe(true);
    await mock.publish("chat", "missed");
    expect(await events.take()).toBe("2 missed");
    expect(textsOf(mock)).toEqual([text]);
  });

  it("cut, with the backlog trimmed meanwhile: the client comes back to a hole in the ids", async () => {
    const { mock, events, errors } = await open();
    await mock.publish("chat", "seen");
    await events.take();
    mock.fault({ does: { kind: "cut" } });
    await errors.take();
    for (const text of ["gone", "kept"]) await mock.publish("chat", text);
    mock.fault({ topic: "chat", does: { kind: "trim", keep: 1 } });
    expect(await events.take()).toBe("3 kept");
  });

  it("disconnect, for good: the client comes back once, finds 204, and gives up", async () => {
    const { mock, errors, opens } = await open();
    mock.fault({ topic: "chat", does: { kind: "disconnect", reconnect: false } });
    expect(await errors.take()).toEqual([undefined, true]);
    expect(await errors.take()).toEqual([204, false]);
    expect(opens.all).toHaveLength(1);
    // Whoever asks later is another one.
    listen(mock);
    await subscribed(mock);
  });

  it("half-open: the stream stays, and nothing comes any more", async () => {
    const { mock, source, events, errors } = await open();
    const id = mock.fault({ door: "/events", does: { kind: "silent" } });
    await mock.publish("chat", "unheard");
    mock.removeFault(id);
    await mock.publish("chat", "heard");
    expect(await events.take()).toBe("2 heard");
    expect([source.readyState, errors.all]).toEqual([EventSource.OPEN, []]);
  });

  it("half-open from the start: accepted, and never answered", async () => {
    const mock = await startFaulty();
    mock.fault({ door: "/events", does: { kind: "silent" } });
    const { source, opens } = listen(mock);
    expect(await mock.strikes.take()).toMatchObject({ kind: "silent", client: 1 });
    expect([source.readyState, opens.all]).toEqual([EventSource.CONNECTING, []]);
    expect(mock.state().topics).toEqual([]);
  });

  it("reset while it lasts: every attempt, and none afterwards", async () => {
    const mock = await startFaulty();
    mock.fault({ times: 2, does: { kind: "reset" } });
    const { errors, source } = listen(mock);
    await errors.take();
    expect(mock.strikes.all[0]).toMatchObject({ text: "Reset the connection", client: 1 });
    source.close();
  });
});
