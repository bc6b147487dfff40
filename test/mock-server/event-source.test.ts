/** The `eventsource` package against the door `/events`. */
import { EventSource } from "eventsource";
import { describe, expect, it, onTestFinished } from "vitest";
import { Mailbox } from "./mailbox.ts";
import { startMock } from "./running-mock.ts";

interface Seen {
  readonly id: string;
  readonly type: string;
  readonly data: string;
}

interface Listening {
  readonly events: Mailbox<Seen>;
  /** One for each time that it is open. */
  readonly opens: Mailbox<string>;
  /** HTTP status, undefined for a mere end. */
  readonly errors: Mailbox<number | undefined>;
}

function listen(url: string, type = "message"): Listening {
  const [events, opens, errors] = [new Mailbox<Seen>(), new Mailbox<string>(), new Mailbox<number | undefined>()];
  const source = new EventSource(url);
  onTestFinished(() => source.close());
  source.addEventListener(type, ({ lastEventId, data }) => events.put({ id: lastEventId, type, data }));
  source.addEventListener("open", () => opens.put("open"));
  source.addEventListener("error", ({ code }) => errors.put(code));
  return { events, opens, errors };
}

describe("eventsource", () => {
  it("receives what is published, with the topic's own ids", async () => {
    const { origin, publish, when } = await startMock();
    const { events } = listen(`${origin}/events?topic=chat`);
    await when(({ topics }) => topics[0]?.subscribers === 1);
    publish("chat", { text: "two\nlines" });
    publish("other", "not for it");
    publish("chat", "two\nlines");
    expect(await events.take()).toEqual({ id: "1", type: "message", data: '{"text":"two\\nlines"}' });
    expect(await events.take()).toEqual({ id: "2", type: "message", data: "two\nlines" });
  });

  it.each(["drop", "restart"])(
    "goes on after Last-Event-ID when it was cut (%s): nothing lost, nothing twice",
    async (kind) => {
      const { origin, publish, command, when } = await startMock();
      const { events, errors } = listen(`${origin}/events?topic=chat&retry=20`);
      await when(({ topics }) => topics[0]?.subscribers === 1);
      publish("chat", "seen");
      expect((await events.take()).data).toBe("seen");
      command({ kind, values: { door: "/events" } });
      await errors.take();
      publish("chat", "missed 1");
      publish("chat", "missed 2");
      expect([await events.take(), await events.take()]).toEqual([
        { id: "2", type: "message", data: "missed 1" },
        { id: "3", type: "message", data: "missed 2" },
      ]);
      await when(({ topics }) => topics[0]?.subscribers === 1);
      publish("chat", "live");
      expect((await events.take()).id).toBe("4");
      expect(events.all).toHaveLength(4);
    },
  );

  it("comes back to a server that was away, whose ids start anew", async () => {
    const first = await startMock();
    const { events, errors } = listen(`${first.origin}/events?topic=chat&retry=20`);
    await first.when(({ topics }) => topics[0]?.subscribers === 1);
    for (const data of ["a", "b"]) first.publish("chat", data);
    for (const id of ["1", "2"]) expect((await events.take()).id).toBe(id);
    await first.stop();
    await errors.take();
    const second = await startMock({ port: first.port });
    await second.when(({ topics }) => topics[0]?.subscribers === 1);
    second.publish("chat", "c");
    expect(await events.take()).toEqual({ id: "1", type: "message", data: "c" });
  });

  it("gives up on a request that makes no sense", async () => {
    const { origin } = await startMock();
    const { errors, opens } = listen(`${origin}/events`);
    expect(await errors.take()).toBe(400);
    expect(opens.all).toEqual([]);
  });

  it("receives several topics as one row of ids, under their own names if asked", async () => {
    const { origin, publish, when } = await startMock();
    const { events } = listen(`${origin}/events?topic=a&topic=b&event=topic`, "b");
    await when(({ topics }) => topics.length === 2 && topics.every(({ subscribers }) => subscribers === 1));
    publish("a", 1);
    publish("b", 2);
    expect(await events.take()).toEqual({ id: "2", type: "b", data: "2" });
  });
});
