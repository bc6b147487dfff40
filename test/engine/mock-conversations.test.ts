/** Which connections of the mock server's clients are judged as one conversation. */
import { expect, it } from "vitest";
import type { WitnessedClient } from "../../mock-server/witness.ts";
import { MockConversations } from "../../src/engine/mock-conversations.ts";
import type { Protocol } from "../../src/model/protocol.ts";
import { protocolById } from "../../src/protocols/registry.ts";
import type { Recorder } from "../../src/runner/recorder.ts";

function client(id: number, protocol: Protocol, path: string, address = `127.0.0.1:${id}`): WitnessedClient {
  const request = { method: "GET", url: `http://127.0.0.1${path}`, httpVersion: "1.1", headers: [] };
  return { id, protocol, door: protocol.door.path, address, request };
}

function conversations() {
  const ticks: number[] = [];
  let made = 0;
  const under = new MockConversations(() => {
    made += 1;
    const number = made;
    return { tick: () => ticks.push(number) } as unknown as Recorder;
  });
  /** The numbers of those that are told the time. */
  const alive = (at: number): number[] => {
    ticks.length = 0;
    under.tick(at);
    return [...ticks];
  };
  return { under, alive };
}

const messageBus = protocolById("message-bus");

it.each(["action-cable", "anycable", "sse", "websocket"])("%s: each connection is one, until it ends", (id) => {
  const { under, alive } = conversations();
  const protocol = protocolById(id);
  const one = under.begin(client(1, protocol, protocol.door.path, "127.0.0.1:9"));
  const two = under.begin(client(2, protocol, protocol.door.path, "127.0.0.1:9"));
  expect(one.recorder).not.toBe(two.recorder);
  under.end(one, 0);
  expect(alive(0)).toEqual([2]);
});

it("MessageBus: the polls of one client id are one, from wherever they come", () => {
  const { under } = conversations();
  const one = under.begin(client(1, messageBus, "/message-bus/abc/poll"));
  under.end(one, 0);
  expect(under.begin(client(2, messageBus, "/message-bus/abc/poll?dlp=t")).recorder).toBe(one.recorder);
  expect(under.begin(client(3, messageBus, "/message-bus/other/poll")).recorder).not.toBe(one.recorder);
});

it("polling: what comes over one kept connection is one", () => {
  const { under } = conversations();
  const polling = protocolById("polling");
  const one = under.begin(client(1, polling, "/poll/a", "127.0.0.1:5"));
  under.end(one, 0);
  expect(under.begin(client(2, polling, "/poll/a", "127.0.0.1:5")).recorder).toBe(one.recorder);
  expect(under.begin(client(3, polling, "/poll/a", "127.0.0.1:6")).recorder).not.toBe(one.recorder);
});

it("a poller that does not come back is told the time for a while, since its silence says something", () => {
  const { under, alive } = conversations();
  const one = under.begin(client(1, messageBus, "/message-bus/abc/poll"));
  under.end(one, 1_000);
  expect(alive(30_000)).toEqual([1]);
  expect(alive(61_000)).toEqual([1]);
  expect(alive(61_001)).toEqual([]);
  expect(under.begin(client(2, messageBus, "/message-bus/abc/poll")).recorder).not.toBe(one.recorder);
});
