import { describe, expect, it } from "vitest";
import { Hub } from "../../../mock-server/hub.ts";
import type { Subscriber } from "../../../mock-server/topic.ts";
import type { HeaderList } from "../../../src/model/frame.ts";
import type { ServerEffect, ServerInput } from "../../../src/model/session.ts";
import { polling } from "../../../src/protocols/polling/index.ts";
import type { PollingMessage } from "../../../src/protocols/polling/messages.ts";

/** One poll of the mock, on a real hub, with its timer fired by hand. */
class OnePoll {
  readonly effects: ServerEffect[] = [];
  readonly #session = polling.createServerSession({ random: () => 0 });
  readonly #hub: Hub;
  readonly #subscriber: Subscriber;

  constructor(hub: Hub, path: string, headers: HeaderList = [], method = "GET") {
    this.#hub = hub;
    this.#subscriber = {
      joined: (topic) => this.#tell({ kind: "joined", at: 0, topic }),
      published: (publication) => this.#tell({ kind: "published", at: 0, publication }),
      signalled: () => {},
    };
    const request = { method, url: `http://mock${path}`, httpVersion: "1.1", headers };
    this.#tell({ kind: "requested", at: 0, request, body: new Uint8Array() });
  }

  wake(): this {
    this.#tell({ kind: "woke", at: 0, timer: "hold" });
    return this;
  }

  command(kind: string): this {
    this.#tell({ kind: "commanded", at: 0, command: { kind, values: {} } });
    return this;
  }

  get holdMs(): number | undefined {
    return this.effects.find((effect) => effect.kind === "wake")?.afterMs;
  }

  get answers(): (ServerEffect & { kind: "respond" })[] {
    return this.effects.filter((effect) => effect.kind === "respond");
  }

  get status(): number | undefined {
    return this.answers[0]?.status;
  }

  header(name: string): string | undefined {
    return this.answers[0]?.headers.find(([key]) => key === name)?.[1];
  }

  get body(): { cursor: number; items: { id: number; data: unknown }[]; missed?: number; reset?: boolean } {
    return JSON.parse(String(this.answers[0]?.body));
  }

  get data(): unknown[] {
    return this.body.items.map(({ data }) => data);
  }

  #tell(input: ServerInput<PollingMessage>): void {
    for (const effect of this.#session.handle(input)) {
      this.effects.push(effect);
      if (effect.kind === "join") this.#hub.join(this.#subscriber, effect.join);
      if (effect.kind === "leave") this.#hub.leave(this.#subscriber, effect.topic);
    }
  }
}

function hubWith(...data: unknown[]): Hub {
  const hub = new Hub({ now: () => 0, random: () => 0.5 });
  for (const item of data) hub.publish("chat", item);
  return hub;
}

describe("a short poll", () => {
  it("shows newcomers the newest items, and others what came after their position", () => {
    const hub = hubWith("a", "b", "c");
    const first = new OnePoll(hub, "/poll/chat?history=2");
    expect(first).toMatchObject({ status: 200, data: ["b", "c"] });
    expect(first.body.cursor).toBe(3);
    expect(first.header("X-Cursor")).toBe("3");
    expect(new OnePoll(hub, "/poll/chat?cursor=2").body.items).toEqual([
      { id: 3, at: "1970-01-01T00:00:00.000Z", data: "c" },
    ]);
    expect(new OnePoll(hub, "/poll/chat", [["If-None-Match", `W/${first.header("ETag")}`]]).status).toBe(304);
    hub.publish("chat", "d");
    const next = new OnePoll(hub, "/poll/chat", [["If-None-Match", first.header("ETag") ?? ""]]);
    expect(next.data).toEqual(["d"]);
  });

  it.each([
    ["", 200],
    ["&empty=204", 204],
    ["&empty=304", 304],
    ["&empty=500", 200],
  ])("says that nothing is new as it is asked to: %s", (query, status) => {
    const poll = new OnePoll(hubWith("a"), `/poll/chat?cursor=1${query}`);
    expect(poll.status).toBe(status);
    expect(poll.header("ETag")).toMatch(/^"\w{4}-1"$/);
    if (status === 200) expect(poll.body).toEqual({ cursor: 1, items: [] });
  });

  it("says what is not kept any more, and that a position is from another run", () => {
    const hub = hubWith(...Array.from({ length: 5000 }, (_, n) => n));
    const late = new OnePoll(hub, "/poll/chat?cursor=10");
    expect(late.body.missed).toBe((late.body.items[0]?.id ?? 0) - 11);
    expect(late.body.missed).toBeGreaterThan(0);
    const foreign = new OnePoll(hubWith("x"), "/poll/chat?cursor=77");
    expect(foreign.body).toMatchObject({ cursor: 1, reset: true, items: [{ id: 1 }] });
    const otherEpoch = new OnePoll(hubWith("x"), "/poll/chat", [["If-None-Match", '"zzzz-1"']]);
    expect(otherEpoch.body).toMatchObject({ reset: true, items: [{ id: 1 }] });
  });
});

describe("a long poll", () => {
  it("is held until something is published, and leaves the topic then", () => {
    const hub = hubWith("old");
    const poll = new OnePoll(hub, "/long-poll/chat");
    expect(poll.answers).toEqual([]);
    expect(poll.holdMs).toBe(25_000);
    hub.publish("chat", { text: "new" });
    expect(poll.body).toMatchObject({ cursor: 2, items: [{ id: 2, data: { text: "new" } }] });
    hub.publish("chat", "later");
    expect(poll.wake().answers).toHaveLength(1);
  });

  it("answers at once where there is something after the position", () => {
    const poll = new OnePoll(hubWith("a", "b"), "/long-poll/chat?cursor=1");
    expect(poll.data).toEqual(["b"]);
    expect(poll.holdMs).toBeUndefined();
  });

  it.each([
    ["", [], 200],
    ["?empty=204", [], 204],
    ["", [["If-None-Match", "weak"]] as HeaderList, 304],
  ])("ends its hold with nothing new: %s %j", (query, headers, status) => {
    expect(new OnePoll(hubWith("a"), `/long-poll/chat${query}`, headers).wake().status).toBe(status);
  });

  it.each([
    [[["Prefer", "wait=3"]] as HeaderList, "", 3000, "wait=3"],
    [[["prefer", "respond-async, Wait=90"]] as HeaderList, "?hold=5", 90_000, "wait=90"],
    [[["Prefer", "wait=9999"]] as HeaderList, "", 120_000, "wait=120"],
    [[["Prefer", "wait=soon"]] as HeaderList, "?hold=5", 5000, undefined],
    [[], "?hold=x", 25_000, undefined],
  ])("is held as long as is preferred: %j %s", (headers, query, holdMs, applied) => {
    const poll = new OnePoll(hubWith(), `/long-poll/chat${query}`, headers);
    expect(poll.holdMs).toBe(holdMs);
    expect(poll.wake().header("Preference-Applied")).toBe(applied);
  });

  it("gives way when the mock restarts or drops", () => {
    const restarted = new OnePoll(hubWith(), "/long-poll/chat").command("whatever").command("restart");
    expect(restarted.status).toBe(503);
    expect(restarted.header("Retry-After")).toBe("1");
    expect(new OnePoll(hubWith(), "/long-poll/chat").command("drop").effects.at(-1)).toEqual({ kind: "drop" });
    expect(new OnePoll(hubWith("a"), "/poll/chat").command("restart").answers).toHaveLength(1);
  });
});

describe("other requests", () => {
  it.each([
    ["/poll", "GET", 400],
    ["/poll/", "GET", 400],
    ["/long-poll/%20", "GET", 200],
    ["/poll/%ff", "GET", 200],
    ["/poll/chat", "DELETE", 405],
    ["/poll/chat", "OPTIONS", 204],
    ["/poll/chat", "POST", 200],
  ])("%s by %s", (path, method, status) => {
    expect(new OnePoll(hubWith(), path, [], method).wake().status).toBe(status);
  });

  it("may name topics of any kind", () => {
    const hub = hubWith();
    hub.publish("a/b:c d", 1);
    expect(new OnePoll(hub, "/poll/a/b:c%20d").data).toEqual([1]);
  });
});
