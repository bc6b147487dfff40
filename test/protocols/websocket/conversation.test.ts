/** The client half against the server half, through recorder and observer, with no socket and no waiting. */
import { describe, expect, it } from "vitest";
import { sse } from "../../../src/protocols/sse/index.ts";
import { websocket } from "../../../src/protocols/websocket/index.ts";
import { Client, World } from "../mock-world.ts";

describe("the mock's door", () => {
  it("is one room for all who name a topic, whatever they speak", () => {
    const world = new World();
    const one = new Client(world, websocket, "ws://mock/ws?topic=chat");
    const two = new Client(world, websocket, "ws://mock/ws?topic=chat&history=5", { subprotocols: "json" });
    const reader = new Client(world, sse, "http://mock/events?topic=chat");
    one.command("send", { text: '{"text": "hi"}' });
    two.command("send", { text: "plain" });
    const expected = ['< json {"text":"hi"}', "< text plain"];
    expect(one.take()).toEqual(["open", '> json {"text":"hi"}', ...expected]);
    expect(two.take()).toEqual(["open", expected[0], "> text plain", expected[1]]);
    expect(reader.take().slice(2)).toEqual(['< event message #1 {"text":"hi"}', "< event message #2 plain"]);
    expect(two.status).toMatchObject({ state: "open", detail: "json" });
  });

  it("echoes, answers pings, and closes as asked", () => {
    const client = new Client(new World(), websocket, "ws://mock/ws");
    client.command("send", { text: "echo" });
    client.command("sendBinary", { bytes: "00 ff" });
    client.command("ping", { data: "p" });
    client.command("close", { code: "4000", reason: "done" });
    expect(client.take()).toEqual([
      "open",
      "> text echo",
      "< text echo",
      "> binary 00 ff",
      "< binary 00 ff",
      "ws_ping",
      "ws_pong",
      "ws_close",
      "ws_close",
      "closed",
      '! note closed: the client closed with 4000 Private "done"',
    ]);
    expect(client.status?.state).toBe("stopped");
  });

  it("comes back after a cut, and tells how long it was blind", () => {
    const world = new World();
    const client = new Client(world, websocket, "ws://mock/ws?topic=chat", { reconnect: "on" });
    world.hub.publish("chat", "before");
    world.command("drop");
    world.hub.publish("chat", "lost");
    world.clock.advance(1000);
    world.hub.publish("chat", "after");
    expect(client.take()).toEqual([
      "open",
      "< text before",
      "closed",
      "! error closedAbnormally: cut with no close frame (1006)",
      "open",
      "! warning blindWindow: blind for 1 s",
      "< text after",
    ]);
  });
});
