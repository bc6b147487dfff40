/** The client half against the server half, through recorder and observer, with no socket and no waiting. */
import { describe, expect, it } from "vitest";
import { sse } from "../../../src/protocols/sse/index.ts";
import { Client, World } from "../mock-world.ts";

const chat = "http://mock/events?topic=chat";

describe("one topic", () => {
  it("streams what is published, keeps the line alive, and goes on after a cut without loss", () => {
    const world = new World();
    world.hub.publish("chat", "before");
    const client = new Client(world, sse, chat);
    world.hub.publish("chat", { text: "hi\nthere" });
    world.hub.publish("other", "not ours");
    world.hub.publish("chat", "two\nlines");
    expect(client.take()).toEqual([
      "open",
      "< retry reconnect after 1 s",
      '< event message #2 {"text":"hi\\nthere"}',
      "< event message #3 two lines",
    ]);
    world.clock.advance(15_000);
    expect(client.take()).toEqual(["< comment empty comment"]);
    world.command("drop");
    world.hub.publish("chat", "missed");
    expect(client.status).toMatchObject({ state: "waiting", detail: "next attempt in 1 s (the server's retry)" });
    world.clock.advance(1000);
    world.hub.publish("chat", "live");
    expect(client.take()).toEqual([
      "closed",
      "! warning streamCut: cut after 15 s",
      "open",
      "< retry reconnect after 1 s",
      "< event message #4 missed",
      "! good resumed: resumed after 3, first came 4",
      "< event message #5 live",
    ]);
  });

  it("shows a server that has forgotten everything", () => {
    const world = new World();
    const client = new Client(world, sse, chat);
    for (const text of ["a", "b", "c", "d"]) world.hub.publish("chat", text);
    client.take();
    world.forget();
    world.hub.publish("chat", "anew");
    world.clock.advance(1000);
    world.hub.publish("chat", "and on");
    expect(client.take().slice(-4)).toEqual([
      "< retry reconnect after 1 s",
      "< comment Last-Event-ID 4 is from another run of this server: its newest is 1",
      "< event message #2 and on",
      "! warning repeated: id 2 came again after 4",
    ]);
  });

  it("ends politely when the mock restarts, and the client comes back", () => {
    const world = new World();
    const client = new Client(world, sse, chat);
    world.command("restart");
    world.clock.advance(1000);
    expect(client.take()).toEqual([
      "open",
      "< retry reconnect after 1 s",
      "closed",
      "open",
      "! warning blindWindow: blind for 1 s",
      "< retry reconnect after 1 s",
    ]);
  });

  it("replays as much of the past as was asked for", () => {
    const world = new World();
    for (const n of [1, 2, 3]) world.hub.publish("chat", n);
    const client = new Client(world, sse, `${chat}&history=2`);
    expect(client.take().slice(2)).toEqual(["< event message #2 2", "< event message #3 3"]);
  });
});

describe("several topics", () => {
  it("share one row of ids, named by their topic if asked for, and resume over all of them", () => {
    const world = new World();
    world.hub.publish("chat", "a");
    world.hub.publish("news", "b");
    const client = new Client(world, sse, "http://mock/events?topic=chat&topic=news&event=topic&history=9");
    world.hub.publish("chat", "c");
    expect(client.take().slice(2)).toEqual(["< event chat #1 a", "< event news #2 b", "< event chat #3 c"]);
    world.command("drop");
    world.hub.publish("news", "d");
    world.hub.publish("chat", "e");
    world.hub.publish("news", "f");
    world.clock.advance(1000);
    expect(client.take().slice(-4)).toEqual([
      "< event news #4 d",
      "! good resumed: resumed after 3, first came 4",
      "< event chat #5 e",
      "< event news #6 f",
    ]);
  });
});

describe("a refusal", () => {
  it("shows the body and stops", () => {
    const world = new World();
    const client = new Client(world, sse, "http://mock/events");
    expect(client.take()).toEqual([
      "open",
      "! error refused: the server answered 400",
      "< body Name a topic: /events?topic=chat. Several may be given: ?topic=chat&topic=news.",
      "closed",
    ]);
    expect(client.status).toMatchObject({ state: "stopped", detail: "400: EventSource stops here" });
  });
});
