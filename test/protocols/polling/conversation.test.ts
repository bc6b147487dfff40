/** The client half against the server half, through recorder and observer, with no socket and no waiting. */
import { describe, expect, it } from "vitest";
import { polling } from "../../../src/protocols/polling/index.ts";
import { Client, World } from "../mock-world.ts";

const short = "http://mock/poll/chat";
const long = "http://mock/long-poll/chat";

/** Rows that are no opening and no ending. */
function told(client: Client): string[] {
  return client.take().filter((row) => row !== "open" && row !== "closed");
}

function data(client: Client): unknown[] {
  return client.rows.flatMap((row) => {
    const json = /^< reply #\d+ \d+ items? (.*)$/.exec(row)?.[1];
    return json === undefined ? [] : (JSON.parse(json).items as { data: unknown }[]).map((item) => item.data);
  });
}

describe("short polling", () => {
  it("finds out that the door does not hold, and brings each item once", () => {
    const world = new World();
    world.hub.publish("chat", "before");
    const client = new Client(world, polling, short, { interval: "2" });
    expect(told(client)).toEqual([
      expect.stringMatching(/^< reply #1 1 item .*"before"/),
      "< not_modified #1 304: nothing new",
      "! note foundShort: short polling: the server answered after 0 ms",
    ]);
    world.hub.publish("chat", "a");
    world.hub.publish("chat", "b");
    world.clock.advance(2000);
    expect(told(client)).toEqual([expect.stringMatching(/^< reply #3 2 items .*"a".*"b"/)]);
    expect(client.status).toMatchObject({ state: "open", detail: "short polling, next poll in 2 s (every 2 s)" });
  });

  it("asks on from a cursor in the query as well", () => {
    const world = new World();
    const settings = { cursor: "json $.cursor -> query cursor", mode: "short", interval: "1" };
    const client = new Client(world, polling, short, settings);
    for (let n = 1; n <= 6; n += 1) {
      world.hub.publish("chat", n);
      world.clock.advance(1000);
    }
    expect(data(client)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(told(client).filter((row) => row.startsWith("!"))).toEqual([
      "! note foundShort: short polling: the server answered after 0 ms",
    ]);
  });
});

describe("long polling", () => {
  it("loses nothing between polls, and finds the server's limit", () => {
    const world = new World();
    const client = new Client(world, polling, long, { hold: "10" });
    world.clock.advance(30_000);
    expect(told(client).filter((row) => row.startsWith("!"))).toEqual([
      "! note foundLong: long polling: the server held for 10 s",
      "! note serverTimeoutFound: the hold ends after 10 s with 304",
    ]);
    for (const text of ["a", "b", "c"]) world.hub.publish("chat", text);
    world.clock.advance(0);
    expect(data(client)).toEqual(["a", "b", "c"]);
    expect(client.status?.detail).toContain("long polling, poll ");
  });

  it("comes back after a cut, from where it was", () => {
    const world = new World();
    const client = new Client(world, polling, long, { mode: "long" });
    world.hub.publish("chat", "a");
    world.clock.advance(0);
    world.command("drop");
    world.hub.publish("chat", "missed");
    expect(client.status).toMatchObject({ state: "waiting", detail: expect.stringContaining("back-off, attempt 2") });
    world.clock.advance(1000);
    expect(data(client)).toEqual(["a", "missed"]);
  });

  it("waits as asked when the mock restarts", () => {
    const world = new World();
    const client = new Client(world, polling, long, { mode: "long" });
    world.command("restart");
    expect(client.status).toMatchObject({ state: "waiting", detail: expect.stringContaining("Retry-After") });
    expect(told(client)).toEqual([
      "! warning rateLimited: 503, asks to wait 1 s",
      "< refused The mock server restarts.",
    ]);
    world.clock.advance(1000);
    expect(world.links.size).toBe(1);
  });

  it("shows a server that has forgotten everything", () => {
    const world = new World();
    const client = new Client(world, polling, long, { mode: "long" });
    for (const text of ["a", "b", "c"]) world.hub.publish("chat", text);
    world.clock.advance(0);
    client.take();
    world.forget();
    world.hub.publish("chat", "anew");
    world.clock.advance(1000);
    expect(told(client)).toEqual([
      expect.stringMatching(/^< reply #1 1 item .*"reset":true/),
      "! warning startedOver: ids start over: 1 after 3",
    ]);
  });
});
