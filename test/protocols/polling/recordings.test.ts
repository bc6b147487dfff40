/** nchan, recorded: what is decoded, and that the verdicts are right. */
import { describe, expect, it } from "vitest";
import { polling } from "../../../src/protocols/polling/index.ts";
import { type Played, play } from "../recording.ts";

function verdicts({ events }: Played): string[] {
  return events.map((event) => `${event.connection} ${event.level} ${event.kind}`);
}

/** One line a cycle: what it brought, its position, the beginning of its body. */
function cycles({ messages }: Played): string[] {
  return messages
    .filter(({ source }) => source === "message")
    .map(({ message }) => [message.kind, message.eventId, message.raw?.slice(0, 6)].filter(Boolean).join(" "));
}

describe("nchan's long poll", () => {
  const played = play(polling, "nchan-longpoll");

  it("is one message a cycle, with its position", () => {
    expect(cycles(played)).toEqual([
      "timed_out",
      "reply 0 first",
      "reply 1 second",
      "reply 2 third",
      "timed_out 2",
      "reply 2 --2Eb9",
      "refused",
      "reply 0 bbbbbb",
    ]);
    const large = played.messages.find(({ message }) => (message.raw?.length ?? 0) > 1_000_000);
    expect(large?.message.raw).toHaveLength(1024 * 1024);
  });

  it("is found to be long, and the deleted channel is the one alarm", () => {
    expect(verdicts(played)).toEqual(["5 note foundLong", "7 error refused"]);
    expect(played.events.at(-1)?.title).toBe("the server answered 410 Gone");
  });

  it("folds: what brought nothing is a heartbeat", () => {
    const idle = played.messages.filter(({ message }) => message.kind === "timed_out");
    expect(idle.every(({ message }) => message.heartbeat === true)).toBe(true);
  });
});

describe("nchan's interval poll", () => {
  const played = play(polling, "nchan-poll");

  it("answers 304 where there is nothing, and is found to be short", () => {
    expect(cycles(played)).toEqual(["not_modified", "reply 0 a", "reply 1 b", "not_modified 1", "reply 2 c"]);
    expect(verdicts(played)).toEqual(["1 note foundShort"]);
  });
});
