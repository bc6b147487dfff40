import { describe, expect, it } from "vitest";
import { Hub } from "../../../mock-server/hub.ts";
import type { HeaderList } from "../../../src/model/frame.ts";
import type { Publication, TopicState } from "../../../src/model/hub.ts";
import type { ServerEffect, ServerInput } from "../../../src/model/session.ts";
import { maxHeldPolls } from "../../../src/protocols/message-bus/held-polls.ts";
import { messageBus } from "../../../src/protocols/message-bus/index.ts";
import type { MessageBusMessage } from "../../../src/protocols/message-bus/messages.ts";

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: HeaderList;
  readonly httpVersion?: string;
}

/** A hub with the sessions of one mock server on it. */
class Mock {
  readonly hub = new Hub({ now: () => 0, random: () => 0 });
  readonly shared = {};

  poll(
    body: string,
    { path = "/message-bus/c1/poll", method = "POST", headers = [], httpVersion = "1.1" }: Asked = {},
  ) {
    const session = messageBus.createServerSession({ random: () => 0, shared: this.shared });
    const poll = new HeldOne(this.hub, session);
    const request = { method, url: `http://mock${path}`, httpVersion, headers };
    poll.tell({ kind: "requested", at: 0, request, body: new TextEncoder().encode(body) });
    return poll;
  }
}

class HeldOne {
  /** What it said, a line each. */
  readonly lines: string[] = [];
  readonly answers: (ServerEffect & { kind: "respond" })[] = [];
  holdMs: number | undefined;
  readonly #hub: Hub;
  readonly #session: ReturnType<typeof messageBus.createServerSession>;

  constructor(hub: Hub, session: ReturnType<typeof messageBus.createServerSession>) {
    this.#hub = hub;
    this.#session = session;
  }

  tell(input: ServerInput<MessageBusMessage>): void {
    for (const effect of this.#session.handle(input)) this.#perform(effect);
  }

  joined(topic: TopicState): void {
    this.tell({ kind: "joined", at: 0, topic });
  }

  published(publication: Publication): void {
    this.tell({ kind: "published", at: 0, publication });
  }

  signalled(_: string, topic: string, data: unknown): void {
    for (const effect of this.#session.signalled?.({ at: 0, topic, data }) ?? []) this.#perform(effect);
  }

  take(): string[] {
    return this.lines.splice(0);
  }

  #perform(effect: ServerEffect): void {
    if (effect.kind === "join") this.#hub.join(this, effect.join);
    else if (effect.kind === "publish") this.#hub.publish(effect.topic, effect.data);
    else if (effect.kind === "signal") this.#hub.signal("message-bus", effect.topic, effect.data);
    else if (effect.kind === "wake") this.holdMs = effect.afterMs;
    else if (effect.kind === "send") this.lines.push(String(effect.data));
    else if (effect.kind === "respond") {
      this.answers.push(effect);
      this.lines.push(`${effect.status} ${new TextDecoder().decode(bytesOf(effect.body))}`.trim());
    } else this.lines.push(effect.kind);
  }
}

function bytesOf(body: string | Uint8Array | undefined): Uint8Array {
  return typeof body === "string" ? new TextEncoder().encode(body) : (body ?? new Uint8Array());
}

const unchunked: Asked = { headers: [["Dont-Chunk", "true"]] };
const plain: Asked = { path: "/message-bus/c1/poll?dlp=t" };
const message = (channel: string, id: number, data: unknown, globalId = id) =>
  JSON.stringify({ global_id: globalId, message_id: id, channel, data });
const status = (data: object) => JSON.stringify({ global_id: -1, message_id: -1, channel: "/__status", data });
const sep = "\r\n|\r\n";

describe("positions", () => {
  function replyTo(position: string): string {
    const mock = new Mock();
    for (const n of [1, 2, 3, 4]) mock.hub.publish("a", n);
    return mock.poll(`%2Fa=${position}`, plain).lines[0]?.slice(4) ?? "";
  }
  const all = [1, 2, 3, 4].map((n) => message("/a", n, n));

  it.each<[string, string, string[]]>([
    ["0", "all that is kept", all],
    ["2", "what came after 2", all.slice(2)],
    ["4", "nothing, which is up to date", []],
    ["-1", "case 92: the position to go on from", [status({ "/a": 4 })]],
    ["-2", "case 92: the last one", all.slice(3)],
    ["-3", "the last two", all.slice(2)],
    ["-99", "case 92: no more than there is", all],
    ["5", "the real position, for a client that is ahead", [status({ "/a": 4 })]],
    ["", "nothing, not even a status", []],
    ["abc", "case 104: text counts as 0", all],
    ["2.9", "case 104: and a fraction is cut", all.slice(2)],
  ])("%j gets %s", (position, _, items) => {
    expect(replyTo(position)).toBe(`[${items.join(",")}]`);
  });

  it("of several channels come in order within each, with one status for all at the end", () => {
    const mock = new Mock();
    mock.hub.publish("a", "a1");
    mock.hub.publish("b:c", { b: 1 });
    mock.hub.publish("a", "a2");
    const { lines } = mock.poll("%2Fx=-1&%2Fb%2Fc=0&%2Fa=0&%2Fy=7&__seq=1", plain);
    const items = [message("/b/c", 1, { b: 1 }, 2), message("/a", 1, "a1", 1), message("/a", 2, "a2", 3)];
    expect(lines).toEqual([`200 [${[...items, status({ "/x": 0, "/y": 0 })].join(",")}]`]);
  });

  it("may come as JSON", () => {
    const mock = new Mock();
    mock.hub.publish("a", 1);
    expect(mock.poll('{"/a":0}', plain).lines).toEqual([`200 [${message("/a", 1, 1)}]`]);
  });

  it("of two channels that are the same topic are each their own", () => {
    const mock = new Mock();
    for (const n of [1, 2]) mock.hub.publish("a:b", n);
    const poll = mock.poll("%2Fa%2Fb=0&%2Fa%3Ab=1");
    expect(poll.take()[1]).toBe(
      `[${[message("/a/b", 1, 1), message("/a/b", 2, 2), message("/a:b", 2, 2)].join(",")}]${sep}`,
    );
    mock.hub.publish("a:b", 3);
    expect(poll.take()).toEqual([`[${message("/a/b", 3, 3)}]${sep}`, `[${message("/a:b", 3, 3)}]${sep}`]);
  });
});

describe("a stream", () => {
  it("case 91: begins with an empty block, has a block a message, and ends with an empty one after 25 s", () => {
    const mock = new Mock();
    const poll = mock.poll("%2Fa=0&__seq=1");
    expect(poll.take()).toEqual(["200", `[]${sep}`]);
    expect(poll.holdMs).toBe(25_000);
    mock.hub.publish("a", "x");
    mock.hub.publish("b", "not ours");
    expect(poll.take()).toEqual([`[${message("/a", 1, "x")}]${sep}`]);
    poll.tell({ kind: "woke", at: 25_000, timer: "hold" });
    expect(poll.take()).toEqual([`[]${sep}`, "end"]);
    mock.hub.publish("a", "late");
    expect(poll.take()).toEqual([]);
  });

  it("has the headers that the official client looks at, letter for letter", () => {
    const [answer] = new Mock().poll("%2Fa=0").answers;
    expect(answer).toMatchObject({ stream: true });
    expect(Object.fromEntries(answer?.headers ?? [])).toMatchObject({
      "cache-control": "must-revalidate, private, max-age=0",
      pragma: "no-cache",
      expires: "0",
      connection: "close",
      "content-type": "text/plain; charset=utf-8",
      "x-content-type-options": "nosniff",
    });
  });
});

describe("case 97: a poll that takes no blocks", () => {
  it.each<[string, Asked]>([
    ["Dont-Chunk", unchunked],
    ["HTTP/1.0", { httpVersion: "1.0" }],
    ["HTTP/2", { httpVersion: "2.0" }],
  ])("(%s) is held for the first message, and the rest waits for the next", (_, asked) => {
    const mock = new Mock();
    const poll = mock.poll("%2Fa=0&__seq=1", asked);
    expect(poll.take()).toEqual([]);
    mock.hub.publish("a", "ü");
    mock.hub.publish("a", 2);
    const body = `[${message("/a", 1, "ü")}]`;
    expect(poll.take()).toEqual([`200 ${body}`]);
    expect(Object.fromEntries(poll.answers[0]?.headers ?? [])).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "content-length": String(new TextEncoder().encode(body).length),
      connection: "close",
    });
    expect(mock.poll("%2Fa=1&__seq=2", asked).take()).toEqual([`200 [${message("/a", 2, 2)}]`]);
  });

  it("is answered at once where there is something, a status included", () => {
    expect(new Mock().poll("%2Fa=-1", unchunked).take()).toEqual([`200 [${status({ "/a": 0 })}]`]);
  });

  it("gets nothing when the hold is over", () => {
    const poll = new Mock().poll("%2Fa=0", unchunked);
    poll.tell({ kind: "woke", at: 25_000, timer: "hold" });
    expect(poll.take()).toEqual(["200 []"]);
  });
});

describe("polls of one client", () => {
  it("the newer ends the older", () => {
    const mock = new Mock();
    const [stream, long] = [mock.poll("%2Fa=0&__seq=1"), mock.poll("%2Fa=0&__seq=2", unchunked)];
    expect(stream.take()).toEqual(["200", `[]${sep}`, `[]${sep}`, "end"]);
    expect(long.take()).toEqual([]);
    const other = mock.poll("%2Fa=0&__seq=1", { path: "/message-bus/c2/poll" });
    expect(long.take()).toEqual([]);
    expect(other.take()).toEqual(["200", `[]${sep}`]);
    mock.poll("%2Fb=0&__seq=2");
    expect(long.take()).toEqual(["200 []"]);
  });

  it("one that counts lower than what is held is sent away", () => {
    const mock = new Mock();
    const held = mock.poll("%2Fa=0&__seq=9");
    expect(mock.poll("%2Fa=0&__seq=8").take()).toEqual(["200", `[]${sep}`, `[]${sep}`, "end"]);
    expect(mock.poll("%2Fa=0&__seq=8", unchunked).take()).toEqual(["200 []"]);
    mock.hub.publish("a", 1);
    expect(held.take().at(-1)).toBe(`[${message("/a", 1, 1)}]${sep}`);
    held.tell({ kind: "closed", at: 0 });
    expect(mock.poll("%2Fa=1&__seq=8").take()).toEqual(["200", `[]${sep}`]);
  });

  it("case 102: more clients than are held are answered at once, until one leaves", () => {
    const mock = new Mock();
    const first = mock.poll("%2Fa=0", { path: "/message-bus/first/poll" });
    for (let n = 1; n < maxHeldPolls; n += 1) mock.poll("%2Fa=0", { path: `/message-bus/c${n}/poll` });
    const more = () => mock.poll("%2Fa=0", { path: "/message-bus/more/poll" });
    expect(more().take()).toEqual(["200 []"]);
    first.tell({ kind: "closed", at: 0 });
    expect(more().take()).toEqual(["200", `[]${sep}`]);
  });
});

describe("other requests", () => {
  it.each<[string, string, string]>([
    ["/message-bus", "POST", "404 not found"],
    ["/message-bus/", "POST", "404 not found"],
    ["/message-bus/c1/whatever?dlp=t", "GET", "200 []"],
    ["/message-bus/c1/poll", "OPTIONS", "200 OK"],
  ])("%s %s", (path, method, answer) => {
    expect(new Mock().poll("", { path, method }).take()).toEqual([answer]);
  });

  it("a broadcast publishes the text that it is given", () => {
    const mock = new Mock();
    const poll = mock.poll("%2Fchat%2Flobby=0");
    const path = "/message-bus/broadcast";
    expect(mock.poll("channel=%2Fchat%2Flobby&data=hi", { path }).take()).toEqual(["200 sent"]);
    expect(poll.take().at(-1)).toBe(`[${message("/chat/lobby", 1, "hi")}]${sep}`);
    expect(mock.poll("channel=%2F&data=hi", { path }).take()[0]).toMatch(/^400 /);
    expect(mock.poll("channel=%2Fa", { path }).take()[0]).toMatch(/^400 /);
  });

  it("may come from any page", () => {
    const mock = new Mock();
    for (const poll of [mock.poll("%2Fa=0"), mock.poll("", plain), mock.poll("", { method: "OPTIONS" })])
      expect(Object.fromEntries(poll.answers[0]?.headers ?? [])["access-control-allow-origin"]).toBe("*");
  });
});

describe("what the person who runs the mock asks", () => {
  const command = (kind: string) => ({ kind: "commanded", at: 0, command: { kind, values: {} } }) as const;

  it.each<[string, string[]]>([
    ["kick", [`[]${sep}`, "end"]],
    ["disconnect", [`[]${sep}`, "end"]],
    ["restart", ["drop"]],
    ["drop", ["drop"]],
    ["dance", []],
  ])("%s", (kind, lines) => {
    const poll = new Mock().poll("%2Fa=0");
    poll.take();
    poll.tell(command(kind));
    expect(poll.take()).toEqual(lines);
  });
});

it("a poll that stands alone, with nothing to share, works too", () => {
  const session = messageBus.createServerSession({ random: () => 0 });
  const request = { method: "POST", url: "http://mock/message-bus/c/poll", httpVersion: "1.1", headers: [] };
  const effects = session.handle({ kind: "requested", at: 0, request, body: new Uint8Array() });
  expect(effects.map(({ kind }) => kind)).toEqual(["respond", "send", "wake"]);
});
