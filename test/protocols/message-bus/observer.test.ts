import { describe, expect, it } from "vitest";
import { Observing } from "./observing.ts";
import { block, item, jsonType, status } from "./polls.ts";

const a = (id: number) => item("/a", id, "x");

describe("the record of a poll", () => {
  it("has its count, mode, positions, times and end, and folds where it brought nothing", () => {
    const world = new Observing();
    const poll = world.poll("%2Fa=3&%2Fb=-1&__seq=4").opened();
    world.pass(200);
    poll.gets(block(status({ "/b": 9 })));
    world.pass(800);
    poll.gets(block(a(4)), block(a(5)));
    world.pass(24_000);
    poll.gets(block()).closed();
    const record = world.events.find(({ kind }) => kind === "polled");
    expect(record).toMatchObject({
      kind: "polled",
      level: "note",
      title: "seq 4 · stream · 25 s · 2 messages · the hold was over",
      explanation:
        "Positions before: /a 3, /b -1. After: /a 5, /b 9. The first block came after 200 ms, in 4 arrivals.",
      measures: { seq: 4, holdMs: 25_000, firstByteMs: 200, messages: 2, blocks: 4 },
    });
    expect(record?.heartbeat).toBeUndefined();
    world.events.splice(0);
    world.poll("%2Fa=5").streamed();
    expect(world.events[0]).toMatchObject({
      title: "stream · 25 s · nothing new · the hold was over",
      heartbeat: true,
    });
  });

  it.each<[string, (poll: ReturnType<Observing["poll"]>) => void, string]>([
    ["aborted before an answer", (poll) => poll.aborted(), "ended by the client"],
    ["aborted", (poll) => poll.opened().aborted(), "ended by the client"],
    ["cut", (poll) => poll.opened().cut(), "cut"],
    ["refused", (poll) => poll.opened(503).closed(), "refused with 503"],
    ["limited", (poll) => poll.opened(429).closed(), "rate limited with 429"],
    ["a page", (poll) => poll.opened(200, [["content-type", "text/html"]]).closed(), "answered with something else"],
    ["data", (poll) => poll.answered(a(1)), "ended with what it brought"],
    ["nothing", (poll) => poll.answered(), "answered at once"],
  ])("tells how it ended: %s", (_, end, words) => {
    const world = new Observing();
    end(world.poll("%2Fa=0&__seq=1"));
    expect(world.events.find(({ kind }) => kind === "polled")?.title.endsWith(`· ${words}`)).toBe(true);
  });
});

describe("a hole in ids that count within the channel", () => {
  it("that a status explains is no loss", () => {
    const world = new Observing();
    world.poll("%2Fa=2").streamed(a(3), a(6), status({ "/a": 8 }));
    expect(world.take()).toEqual([
      "note filtered: 4 messages up to 8 were for others: filtered out",
      "note backlogReplayed: 2 messages from the backlog (from 2)",
    ]);
    world.poll("%2Fa=8").streamed(a(9), status({ "/a": 10 }));
    expect(world.take()).toEqual([]);
  });

  it("at the head of a backlog means that it was trimmed", () => {
    const world = new Observing();
    world.poll("%2Fa=2").streamed(a(6));
    expect(world.take()).toEqual([
      "warning gapFound: 3 messages after 2 are gone from the backlog",
      "note backlogReplayed: 1 message from the backlog (from 2)",
    ]);
  });

  it("while a poll is held is a loss, as far as one can tell", () => {
    const world = new Observing();
    const poll = world.poll("%2Fa=2").opened().gets(block());
    world.pass(1000);
    poll.gets(block(a(3)));
    poll.gets(block(a(5)));
    world.pass(250);
    expect(world.take()).toEqual(["warning gapFound: 1 message missing between 3 and 5"]);
    poll.gets(block(a(6)), block(a(7)));
    world.pass(250);
    expect(world.take()).toEqual([]);
  });

  it("over two polls is one too", () => {
    const world = new Observing();
    world.poll("%2Fa=2", { mode: "long" }).answered(a(3));
    world.poll("%2Fa=3", { mode: "long" }).answered(a(4));
    expect(world.take()).toEqual(["note backlogReplayed: 1 message from the backlog (from 2)"]);
    const poll = world.poll("%2Fa=4", { mode: "long" });
    world.pass(2000);
    poll.answered(a(9));
    expect(world.take()).toEqual(["warning gapFound: 4 messages missing between 4 and 9"]);
  });

  it("of a client with its own filters says nothing of another's", () => {
    const world = new Observing();
    world.poll("%2Fa=0", { clientId: "one" }).streamed(a(1), status({ "/a": 5 }));
    world.take();
    const other = world.poll("%2Fa=5", { clientId: "two" }).opened().gets(block());
    other.gets(block(a(7)));
    world.pass(250);
    expect(world.take()).toEqual(["warning gapFound: 1 message missing between 5 and 7"]);
  });
});

describe("ids that are global ids", () => {
  it("have holes by nature, which is told once", () => {
    const world = new Observing();
    const global = (channel: string, id: number) => item(channel, id, 1, id);
    const poll = world.poll("%2Fa=1&%2Fb=1").opened().gets(block());
    poll.gets(block(global("/a", 4)), block(global("/b", 7)), block(global("/a", 12)));
    world.pass(250);
    expect(world.take()).toEqual(["note idsAreGlobal: ids count over all channels: holes are normal here"]);
  });
});

describe("ids that come again", () => {
  it("although the client asked for what comes after them are the server's doing", () => {
    const world = new Observing();
    world.poll("%2Fa=4").streamed(a(4));
    expect(world.take()[0]).toBe("warning repeated: id 4 came again after 4");
  });

  it("case 105: because the client asked from an older position are a replay", () => {
    const world = new Observing();
    world.poll("%2Fa=1").streamed(a(2), a(3), a(4));
    world.take();
    world.poll("%2Fa=2").streamed(a(3), a(4), a(5));
    expect(world.take()).toEqual(["note replayed: 2 messages again, as the client asked (from 2)"]);
    world.poll("%2Fa=5").streamed(a(6));
    expect(world.take()).toEqual([]);
  });

  it("when the client is paused, and keeps its position, are a replay as well", () => {
    const world = new Observing();
    for (const _ of [1, 2]) world.poll("%2Fa=1", { mode: "long" }).answered(a(2));
    expect(world.take().at(-1)).toBe("note replayed: 1 message again, as the client asked (from 1)");
  });
});

describe("a status", () => {
  it("case 92: for -1 tells where that is, and what is skipped", () => {
    const world = new Observing();
    world.poll("%2Fa=-1").streamed(status({ "/a": 7 }));
    expect(world.take()).toEqual(["note startedFromNow: subscribed from now on, after 7"]);
    world.poll("%2Fa=7").streamed(a(8));
    world.poll("%2Fa=-1").streamed(status({ "/a": 10 }));
    expect(world.take()).toEqual(["warning skippedAhead: 2 messages after 8 skipped: subscribed again from now on"]);
  });

  it("for -1 on a channel that nothing was published to is nothing to tell", () => {
    const world = new Observing();
    world.poll("%2Fa=-1").streamed(status({ "/a": 0 }));
    expect(world.take()).toEqual([]);
  });

  it("that lowers the position means that the server starts again", () => {
    const world = new Observing();
    world.poll("%2Fa=40").streamed(status({ "/a": 2 }));
    expect(world.take()).toEqual(["warning serverReset: backlog reset: the server is at 2, the client was at 40"]);
    world.poll("%2Fa=2").streamed(a(3));
    world.poll("%2Fa=-1").streamed(status({ "/a": 1 }));
    expect(world.take()).toEqual(["warning serverReset: backlog reset: the server is at 1, the client was at 3"]);
  });
});

describe("the mode", () => {
  it("that changes because a proxy holds the stream back is told with its reason", () => {
    const world = new Observing();
    const poll = world.poll("%2Fa=0&__seq=1");
    world.pass(3000);
    poll.aborted();
    expect(world.take()).toEqual(["warning bufferingSuspected: no first block within 3 s"]);
    world.poll("%2Fa=0&__seq=2", { mode: "long" }).answered(a(1));
    expect(world.take()).toContain("note modeChanged: long polls instead of a stream, since the stream was held back");
  });

  it("case 101: that becomes plain polls is by design", () => {
    const world = new Observing();
    world.poll("%2Fa=0&__seq=1").streamed();
    world.poll("%2Fa=0&__seq=2", { mode: "plain" }).answered();
    world.poll("%2Fa=0&__seq=3").streamed();
    world.poll("%2Fa=0&__seq=4", { mode: "long" }).answered();
    const changes = world.events.filter(({ kind }) => kind === "modeChanged");
    expect(changes.map(({ title }) => title)).toEqual([
      "from stream to plain poll",
      "from plain poll to stream",
      "from stream to long poll",
    ]);
    expect(changes[0]?.explanation).toContain("each 60 s");
  });

  it("that the server does not grant is told, once", () => {
    const world = new Observing();
    for (const _ of [1, 2]) world.poll("%2Fa=0").answered(a(1));
    expect(world.take().filter((line) => line.includes("notStreamed"))).toEqual([
      "note notStreamed: asked for a stream, answered in one piece",
    ]);
    const type = [["content-type", "application/json"]] as const;
    world
      .poll("%2Fa=0", { clientId: "other" })
      .opened(200, type)
      .gets(`[${a(1)}]`)
      .closed();
    expect(world.take()).toContain("warning notStreamed: answered in one piece, as application/json");
  });
});

describe("case 99: a reply that is held back", () => {
  it("shows by a first block that comes late", () => {
    const world = new Observing();
    const poll = world.poll("%2Fa=0");
    world.pass(4000);
    poll.opened(200, [
      ["content-type", "text/plain"],
      ["Content-Encoding", "gzip"],
    ]);
    poll.gets(block() + block(a(1)) + block());
    expect(world.take()).toContain("warning bufferingSuspected: held back for 4 s on the way");
  });

  it("shows by a message that comes only with the end", () => {
    const world = new Observing();
    const poll = world.poll("%2Fa=0").opened().gets(block());
    world.pass(25_000);
    poll.gets(block(a(1)) + block()).closed();
    expect(world.take()).toContain("warning bufferingSuspected: held back for 25 s on the way");
  });

  it("is told once, and a stream that is not is not accused", () => {
    const world = new Observing();
    for (const _ of [1, 2]) {
      const poll = world.poll("%2Fa=0");
      world.pass(4000);
      poll.aborted();
    }
    expect(world.take()).toHaveLength(1);
    const other = new Observing();
    const poll = other.poll("%2Fa=0").opened().gets(block());
    other.pass(5000);
    poll.gets(block(a(1)), block(a(2)));
    other.pass(20_000);
    poll.gets(block()).closed();
    expect(other.take()).toEqual([]);
  });
});

describe("case 102: polls that are not held", () => {
  it("three times in a row show a server over its limit", () => {
    const world = new Observing();
    for (const _ of [1, 2]) world.poll("%2Fa=1", { mode: "long" }).answered();
    expect(world.take()).toEqual([]);
    for (const _ of [3, 4, 5]) world.poll("%2Fa=1", { mode: "long" }).answered();
    expect(world.take()).toEqual(["warning notHeld: 3 polls in a row not held: too many clients?"]);
  });

  it("are to be expected where the client wants it so", () => {
    const world = new Observing();
    for (const _ of [1, 2, 3]) world.poll("%2Fa=1", { mode: "plain" }).answered();
    expect(world.take()).toEqual([]);
  });
});

describe("two polls of one client", () => {
  it("the newer ends the older, also before it is answered itself", () => {
    const world = new Observing();
    const older = world.poll("%2Fa=0&__seq=1", { mode: "long" });
    world.pass(3000);
    world.poll("%2Fa=0&__seq=2", { mode: "long" });
    older.answered();
    expect(world.take()).toEqual(["warning replaced: ended by a newer poll of the same client (seq 1, then 2)"]);
  });

  it("the older is sent away", () => {
    const world = new Observing();
    world.poll("%2Fa=0&__seq=9", { mode: "long" });
    world.pass(3000);
    world.poll("%2Fa=0&__seq=8", { mode: "long" }).answered();
    expect(world.take()).toEqual(["warning outOfDate: not held: a newer poll of the same client is (seq 8, held 9)"]);
  });

  it("of two clients do not disturb each other", () => {
    const world = new Observing();
    const one = world.poll("%2Fa=0&__seq=1", { mode: "long", clientId: "one" });
    world.pass(25_000);
    world.poll("%2Fa=0&__seq=2", { mode: "long", clientId: "two" });
    one.answered();
    expect(world.take()).toEqual([]);
  });
});

describe("what goes wrong", () => {
  it("is told once as long as it stays the same", () => {
    const world = new Observing();
    for (const code of [500, 500, 502]) world.poll("%2Fa=0").opened(code).closed();
    expect(world.take()).toEqual(["error refused: the server answered 500", "error refused: the server answered 502"]);
    world.poll("%2Fa=0").streamed();
    world.poll("%2Fa=0").opened(502).closed();
    expect(world.take()).toEqual(["error refused: the server answered 502"]);
  });

  it("429 is told with what the official client makes of Retry-After", () => {
    const limited = (...headers: [string, string][]) => {
      const world = new Observing();
      world.poll("%2Fa=0").opened(429, headers).closed();
      return world.take();
    };
    expect(limited(["Retry-After", "40"])).toEqual(["warning rateLimited: 429: the client polls again after 40 s"]);
    expect(limited(["retry-after", "2"])).toEqual(["warning rateLimited: 429: the client polls again after 15 s"]);
    expect(limited(["Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT"])).toHaveLength(1);
  });

  it("a block that cannot be read is told once, since the official client drops it without a word", () => {
    const world = new Observing();
    const poll = world
      .poll("%2Fa=0")
      .opened()
      .gets(block(a(1)));
    poll.gets("[{\r\n|\r\n", "oops\r\n|\r\n", block(a(2)));
    expect(world.take()).toEqual([
      "note backlogReplayed: 1 message from the backlog (from 0)",
      "warning blockMalformed: what came cannot be read: not JSON: unexpected end",
    ]);
  });

  it("a page instead of a batch is no MessageBus", () => {
    const world = new Observing();
    world
      .poll("%2Fa=0")
      .opened(200, [["content-type", "text/html; charset=utf-8"]])
      .gets("<p>login")
      .closed();
    expect(world.take()).toEqual(["error notMessageBus: the answer is text/html; charset=utf-8, no batch"]);
  });

  it("a cut loses nothing, and what came meanwhile is fetched", () => {
    const world = new Observing();
    const poll = world
      .poll("%2Fa=0")
      .opened()
      .gets(block(a(1)));
    world.pass(2000);
    poll.cut();
    world.pass(13_000);
    world.poll("%2Fa=1").streamed(a(2), a(3));
    expect(world.take().slice(1)).toEqual([
      "warning streamCut: cut after 2 s",
      "good caughtUp: 2 messages fetched that came while no poll was held (15 s)",
    ]);
  });
});

describe("hostile polls", () => {
  it("of ever new clients and channels are forgotten, not kept for ever", () => {
    const world = new Observing();
    for (let n = 0; n < 2000; n += 1)
      world
        .poll(`%2Fa${n}=5`, { clientId: `c${n}`, mode: "plain" })
        .answered(item(`/a${n}`, 6, 1), item("/other", 1, 1));
    expect(world.take().filter((line) => !line.includes("backlogReplayed"))).toEqual([]);
  });

  it("with ids that make no sense do no harm", () => {
    const world = new Observing();
    world.poll("%2Fa=abc&%2Fb=1e99&=&__seq=x").opened(200, jsonType);
    world.poll("%2Fa=0").streamed(item("/a", -5, 1), item("/a", 1.5, 1), item("", 0, 1), status({ "": -7 }));
    expect(world.take().every((line) => /^(note|warning) /.test(line))).toBe(true);
  });
});
