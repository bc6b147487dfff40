import { describe, expect, it } from "vitest";
import type { HeaderList } from "../../../src/model/frame.ts";
import type { Publication, TopicState } from "../../../src/model/hub.ts";
import type { ServerEffect } from "../../../src/model/session.ts";
import { sse } from "../../../src/protocols/sse/index.ts";

interface Asked {
  readonly method?: string;
  readonly headers?: HeaderList;
}

function session() {
  const server = sse.createServerSession({ random: () => 0 });
  return {
    server,
    request(url: string, { method = "GET", headers = [] }: Asked = {}): readonly ServerEffect[] {
      const request = { method, url: `http://mock${url}`, httpVersion: "1.1", headers };
      return server.handle({ kind: "requested", at: 0, request, body: new Uint8Array() });
    },
    joined: (state: Partial<TopicState> & { readonly topic: string }) =>
      server.handle({
        kind: "joined",
        at: 0,
        topic: { epoch: "abcd", lastOffset: 0, lastGlobalId: 0, replay: [], complete: true, ...state },
      }),
  };
}

function answer(url: string, asked?: Asked): [status: number, headers: HeaderList] {
  const [first] = session().request(url, asked);
  if (first?.kind !== "respond") throw new Error("it did not answer");
  return [first.status, first.headers];
}

function publication(topic: string, globalId: number, offset: number): Publication {
  return { topic, globalId, offset, epoch: "abcd", at: 0, data: `${topic} ${globalId}` };
}

function sent(effects: readonly ServerEffect[]): string[] {
  return effects.flatMap((effect) => (effect.kind === "send" ? [String(effect.data)] : []));
}

describe("what it answers", () => {
  it.each<[string, Asked, number]>([
    ["/events?topic=chat", {}, 200],
    ["/events/?topic=chat", {}, 200],
    ["/events?topic=chat", { method: "POST" }, 200],
    ["/events?topic=chat", { method: "DELETE" }, 405],
    ["/events?topic=chat", { method: "OPTIONS" }, 204],
    ["/events/chat", {}, 404],
    ["/events", {}, 400],
    ["/events?topic=chat", { headers: [["accept", "text/event-stream, */*;q=0.1"]] }, 200],
    ["/events?topic=chat", { headers: [["Accept", "*/*"]] }, 200],
    ["/events?topic=chat", { headers: [["Accept", "application/json"]] }, 406],
  ])("%s %j gets %i", (url, asked, status) => {
    expect(answer(url, asked)[0]).toBe(status);
  });

  it("can be read by any page, and is not held back by proxies that ask", () => {
    for (const url of ["/events?topic=chat", "/events"])
      expect(answer(url)[1]).toContainEqual(["Access-Control-Allow-Origin", "*"]);
    expect(answer("/events?topic=chat")[1]).toEqual(
      expect.arrayContaining([
        ["Content-Type", "text/event-stream; charset=utf-8"],
        ["Cache-Control", "no-cache"],
        ["X-Accel-Buffering", "no"],
      ]),
    );
  });

  it("survives an address that is none", () => {
    const request = { method: "GET", url: "http://", httpVersion: "1.1", headers: [] };
    const effects = session().server.handle({ kind: "requested", at: 0, request, body: new Uint8Array() });
    expect(effects).toMatchObject([{ kind: "respond", status: 404 }]);
  });
});

describe("how it starts", () => {
  it("tells the reconnection time first, joins each topic once, and sends a comment every 15 s", () => {
    const mock = session();
    const effects = mock.request("/events?topic=a&topic=b&topic=a&retry=250");
    expect(effects.slice(1)).toEqual([
      { kind: "send", data: "retry: 250\n\n" },
      { kind: "wake", timer: "keepalive", afterMs: 15_000 },
      { kind: "join", join: { topic: "a", last: undefined } },
      { kind: "join", join: { topic: "b", last: undefined } },
    ]);
    expect(mock.server.handle({ kind: "woke", at: 15_000, timer: "keepalive" })).toEqual([
      { kind: "send", data: ":\n\n" },
      { kind: "wake", timer: "keepalive", afterMs: 15_000 },
    ]);
  });

  it("sends the history of several topics in one order, and what came meanwhile after it, each once", () => {
    const mock = session();
    mock.request("/events?topic=a&topic=b", { headers: [["Last-Event-ID", "2"]] });
    expect(
      mock.joined({ topic: "a", lastGlobalId: 6, replay: [publication("a", 3, 2), publication("a", 6, 3)] }),
    ).toEqual([]);
    expect(mock.server.handle({ kind: "published", at: 0, publication: publication("a", 7, 4) })).toEqual([]);
    const effects = mock.joined({
      topic: "b",
      lastGlobalId: 7,
      replay: [publication("b", 4, 1), publication("b", 5, 2)],
    });
    expect(sent(effects)).toEqual([3, 4, 5, 6, 7].map((id) => expect.stringContaining(`id: ${id}\n`)));
  });

  it("asks the hub for what came after the last event id", () => {
    const joins = (url: string, id: string) =>
      session()
        .request(url, { headers: [["Last-Event-ID", id]] })
        .flatMap((effect) => (effect.kind === "join" ? [effect.join] : []));
    expect(joins("/events?topic=a&topic=b", "5")).toEqual([
      { topic: "a", afterGlobalId: 5 },
      { topic: "b", afterGlobalId: 5 },
    ]);
    expect(joins("/events?topic=a", "5")).toEqual([{ topic: "a", last: Number.MAX_SAFE_INTEGER }]);
  });

  it("says in a comment when an id is none of its own, or when history was given up", () => {
    const foreign = session().request("/events?topic=a&lastEventId=zz");
    expect(sent(foreign)).toEqual([expect.stringContaining(': Last-Event-ID "zz" is none of this server\'s ids')]);
    const mock = session();
    mock.request("/events?topic=a", { headers: [["Last-Event-ID", "1"]] });
    const effects = mock.joined({
      topic: "a",
      lastOffset: 6,
      lastGlobalId: 6,
      replay: [publication("a", 5, 5), publication("a", 6, 6)],
    });
    expect(sent(effects)).toEqual([
      ": not all events after 1 are kept any more\n\n",
      "id: 5\ndata: a 5\n\n",
      "id: 6\ndata: a 6\n\n",
    ]);
  });
});

describe("what the mock's owner can ask", () => {
  it.each([
    ["restart", [{ kind: "end" }]],
    ["kick", [{ kind: "end" }]],
    ["drop", [{ kind: "drop" }]],
    ["dance", []],
  ])("%s", (kind, effects) => {
    const mock = session();
    mock.request("/events?topic=a");
    expect(mock.server.handle({ kind: "commanded", at: 0, command: { kind, values: {} } })).toEqual(effects);
  });
});
