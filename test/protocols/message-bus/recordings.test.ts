/** message_bus 4.5.2 on Puma, recorded: what is decoded, and the verdicts on every conversation, happy ones included. */
import { describe, expect, it } from "vitest";
import { messageBus } from "../../../src/protocols/message-bus/index.ts";
import { type Played, play } from "../recording.ts";

/** Without the records of single polls. */
function verdicts({ events }: Played): string[] {
  return events.filter(({ kind }) => kind !== "polled").map((e) => `${e.connection} ${e.level} ${e.kind}: ${e.title}`);
}

/** Only what is counted as a verdict. */
function alarms(played: Played): string[] {
  return verdicts(played).filter((line) => /^\d+ (warning|error) /.test(line));
}

function records({ events }: Played): string[] {
  return events.filter(({ kind }) => kind === "polled").map(({ title }) => title);
}

function ids({ messages }: Played, connection: number): (string | undefined)[] {
  return messages
    .filter((m) => m.connection === connection && m.message.kind === "message")
    .map((m) => m.message.eventId);
}

const happy = [
  "client-mb-memory-chunked",
  "client-mb-memory-default_position",
  "client-mb-memory-longpoll_nochunk",
  "client-mb-memory-polling",
  "client-mb-memory-subscribe_while_polling",
  "client-mb-redis-chunked",
  "client-mb-redis-default_position",
  "mb-behind-nginx-unbuffered",
  "mb-memory-filters",
  "mb-memory-trim",
  "mb-redis-filters",
];

describe("a conversation in which nothing is wrong", () => {
  it.each(happy)("%s raises no alarm", (name) => {
    expect(alarms(play(messageBus, name, 30_000))).toEqual([]);
  });
});

describe("the official client", () => {
  it("streams with Redis: ids without holes, polls one after the other", () => {
    const played = play(messageBus, "client-mb-redis-chunked");
    expect(ids(played, 1)).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
    expect(verdicts(played)).toEqual(["1 note backlogReplayed: 3 messages from the backlog (from 0)"]);
    expect(records(played)).toEqual([
      "seq 1 · stream · 4.01 s · 7 messages · the hold was over",
      expect.stringMatching(/^seq 2 · stream · .* · nothing new · ended by the client$/),
    ]);
  });

  it("streams with the memory backend, where ids count over all channels: holes are no loss", () => {
    expect(verdicts(play(messageBus, "client-mb-memory-chunked"))).toEqual([
      "1 note idsAreGlobal: ids count over all channels: holes are normal here",
      "1 note backlogReplayed: 3 messages from the backlog (from 0)",
    ]);
  });

  it("case 106: starts from now on where it does not say otherwise", () => {
    expect(verdicts(play(messageBus, "client-mb-redis-default_position"))).toEqual([
      "1 note startedFromNow: subscribed from now on, after 2",
    ]);
  });

  it("ends its poll when it subscribes and unsubscribes, which is told as its own doing", () => {
    expect(records(play(messageBus, "client-mb-memory-subscribe_while_polling")).slice(0, 2)).toEqual([
      expect.stringMatching(/^seq 1 · stream · .* · ended by the client$/),
      expect.stringMatching(/^seq 2 · stream · .* · 1 message · ended by the client$/),
    ]);
  });

  it("polls plainly, and without blocks", () => {
    expect(records(play(messageBus, "client-mb-memory-polling"))[0]).toMatch(/^seq 1 · plain poll · /);
    expect(records(play(messageBus, "client-mb-memory-longpoll_nochunk"))[0]).toMatch(
      /^seq 1 · long poll · .* · 1 message · ended with what it brought$/,
    );
  });
});

describe("positions", () => {
  it.each(["mb-memory-positions", "mb-redis-positions"])("%s: a client that is ahead is put right", (name) => {
    const told = alarms(play(messageBus, name));
    expect(told.map((line) => line.replace(/\d+ warning/, "warning").replace(/at \d+, .*/, "…"))).toEqual([
      "warning serverReset: backlog reset: the server is …",
      "warning serverReset: backlog reset: the server is …",
      "warning serverReset: backlog reset: the server is …",
      expect.stringContaining("refused: the server answered 404"),
    ]);
  });
});

describe("case 94: messages for others", () => {
  it("in a backlog are followed by a status: nothing is lost", () => {
    const told = verdicts(play(messageBus, "mb-redis-filters"));
    expect(told.filter((line) => line.includes("filtered"))).toEqual([
      "1 note filtered: 3 messages up to 5 were for others: filtered out",
      "2 note filtered: 3 messages up to 5 were for others: filtered out",
      "6 note filtered: 1 message up to 2 were for others: filtered out",
    ]);
  });

  it("live leave only a hole, which is a note on a channel that is known for them", () => {
    expect(verdicts(play(messageBus, "mb-redis-filters"))).toContain(
      "5 note gapFound: 1 message missing between 5 and 7",
    );
  });
});

describe("a backlog that was trimmed", () => {
  it("with Redis: from 0 it is what is kept, from an older position something is lost", () => {
    expect(verdicts(play(messageBus, "mb-redis-trim")).slice(0, 4)).toEqual([
      "1 note backlogTrimmed: the backlog begins at 6",
      "1 note backlogReplayed: 3 messages from the backlog (from 0)",
      "2 warning gapFound: 3 messages after 2 are gone from the backlog",
      "2 note backlogReplayed: 3 messages from the backlog (from 2)",
    ]);
  });

  it("with the memory backend it cannot be told from ids", () => {
    expect(verdicts(play(messageBus, "mb-memory-trim"))[0]).toMatch(/note idsAreGlobal/);
  });
});

describe("a Redis that comes back empty", () => {
  it("refuses meanwhile and resets the position then", () => {
    const played = play(messageBus, "mb-redis-outage");
    expect(verdicts(played)).toEqual([
      "2 error refused: the server answered 500 Internal Server Error",
      "3 warning serverReset: backlog reset: the server is at 0, the client was at 3",
    ]);
    expect(ids(played, 3)).toEqual(["1"]);
  });
});

describe.each(["memory", "redis"])("long polls on %s", (backend) => {
  it("are replaced by the newer, sent away when older, and catch up after an abort", () => {
    const played = play(messageBus, `mb-${backend}-longpoll`);
    expect(alarms(played)).toEqual([
      "4 warning replaced: ended by a newer poll of the same client (seq 4, then 5)",
      "7 warning outOfDate: not held: a newer poll of the same client is (seq 8, held 9)",
    ]);
    expect(records(played)).toContain("seq 2 · long poll · 4 s · nothing new · the hold was over");
  });
});

describe.each(["memory", "redis"])("streams on %s", (backend) => {
  it("keep separators in strings, a megabyte and every script apart", () => {
    const played = play(messageBus, `mb-${backend}-chunked`);
    expect(alarms(played)).toEqual([
      "7 warning replaced: ended by a newer poll of the same client (seq 7, then 8)",
      expect.stringMatching(/^11 warning serverReset/),
    ]);
    const data = played.messages.flatMap(({ message }) => ("data" in message ? [message.data] : []));
    expect(data).toContain("sep \r\n|\r\n in string");
    expect(data).toContainEqual(expect.stringContaining("héllo ✓ 日本語 😀"));
    expect(Math.max(...played.messages.map(({ message }) => message.raw?.length ?? 0))).toBeGreaterThan(1024 * 1024);
  });
});

describe("case 99: nginx", () => {
  it("with its default buffering holds a message's tail back until the poll ends", () => {
    const played = play(messageBus, "mb-behind-nginx-default");
    expect(alarms(played)).toEqual([
      expect.stringMatching(/^1 warning bufferingSuspected: held back for 3.\d+ s on the way$/),
    ]);
    const large = played.messages.find(({ message }) => (message.raw?.length ?? 0) > 10_000);
    expect((large?.lastFrame ?? 0) - (large?.firstFrame ?? 0)).toBe(2);
  });

  it("with gzip withholds the whole reply", () => {
    const played = play(messageBus, "mb-behind-nginx-gzip");
    expect(alarms(played)).toEqual(["1 warning bufferingSuspected: held back for 4 s on the way"]);
    expect(played.events.find(({ kind }) => kind === "bufferingSuspected")?.explanation).toContain("gzip");
    expect(ids(played, 1)).toHaveLength(6);
  });

  it("unbuffered passes each block on at once", () => {
    expect(ids(play(messageBus, "mb-behind-nginx-unbuffered"), 1)).toHaveLength(6);
  });
});

describe("other configurations", () => {
  it("answer in one piece, answer at once, take broadcasts, and cut streams when they are shut down", () => {
    const played = play(messageBus, "mb-config-variants");
    expect(verdicts(played)).toEqual([
      "1 note backlogReplayed: 1 message from the backlog (from 0)",
      "2 note idsAreGlobal: ids count over all channels: holes are normal here",
      "3 note backlogReplayed: 1 message from the backlog (from 0)",
      "8 note modeChanged: from plain poll to stream",
      "8 note notStreamed: asked for a stream, answered in one piece",
      expect.stringMatching(/^8 note replayed/),
      "10 warning streamCut: cut after 502 ms",
    ]);
    expect(played.messages.map(({ message }) => message.kind)).toContain("broadcast");
  });
});

describe("every recorded message", () => {
  const names = [
    ...happy,
    ...["config-variants", "redis-trim", "redis-outage", "behind-nginx-default", "behind-nginx-gzip"].map(
      (n) => `mb-${n}`,
    ),
    ...["chunked", "longpoll", "positions"].flatMap((n) => [`mb-memory-${n}`, `mb-redis-${n}`]),
  ];

  it.each(names)("of %s has a summary of one line and a description, and reads again as it was", (name) => {
    for (const { message, source, direction } of play(messageBus, name).messages) {
      if (source !== "message") continue;
      const { kind, channel, eventId, raw = "" } = message;
      const again = messageBus.read({ kind, direction, frameKind: "chunk", data: raw, channel, eventId });
      expect({ ...message, clientId: undefined }).toEqual({ ...again, clientId: undefined });
      const summary = messageBus.summarize(again);
      expect(summary.length).toBeLessThanOrEqual(320);
      expect(summary).not.toContain("\n");
      expect(messageBus.describe(again).facts.length).toBeGreaterThan(0);
    }
  });
});
