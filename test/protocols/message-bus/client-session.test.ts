import { describe, expect, it } from "vitest";
import { messageBus } from "../../../src/protocols/message-bus/index.ts";
import { play, written } from "../transcript.ts";
import { MessageBusClientPlayer } from "./client-player.ts";

function holds(text: string, settings: Record<string, string> = { channels: "/a 3" }): void {
  expect(play(new MessageBusClientPlayer(settings), text)).toBe(written(text));
}

describe("streaming", () => {
  it("goes on from what came, 100 ms after a stream that was held to its end", () => {
    holds(String.raw`
      > started
      < connecting: stream, poll 1 [/a pending]
      < POST http://h/message-bus/abc/poll /a=3&__seq=1
      > opened 200 stream
      < open: stream, poll 1 [/a confirmed]
      > chunk "[]\r\n|\r\n"
      > chunk "[{\"global_id\":9,\"message_id\":4,\"channel\":\"/a\",\"data\":1}]\r\n|\r\n"
      @ +25000ms
      > chunk "[]\r\n|\r\n"
      > ended
      < open: next poll in 100 ms (counted from the last one's start) [/a confirmed]
      @ +100ms
      < open: stream, poll 2 [/a confirmed]
      < POST http://h/message-bus/abc/poll /a=4&__seq=2
    `);
  });

  it("gives a stream up that has no block within 3 s, and makes the next polls without", () => {
    holds(String.raw`
      > started
      < connecting: stream, poll 1 [/a pending]
      < POST http://h/message-bus/abc/poll /a=3&__seq=1
      > opened 200 stream
      < open: stream, poll 1 [/a confirmed]
      @ +3000ms
      < close
      > aborted
      < open: next poll in 100 ms (the last was ended by us) [/a confirmed]
      @ +100ms
      < open: long poll, poll 2, streams again after 29 [/a confirmed]
      < POST http://h/message-bus/abc/poll unchunked /a=3&__seq=2
      > opened 200 json
      > chunk "[{\"global_id\":9,\"message_id\":4,\"channel\":\"/a\",\"data\":1}]"
      > ended
      < open: next poll in 100 ms (the last brought something) [/a confirmed]
    `);
  });

  it("takes JSON for an answer although it asked for a stream, by the exact content type only", () => {
    holds(String.raw`
      > started
      < connecting: stream, poll 1 [/a pending]
      < POST http://h/message-bus/abc/poll /a=3&__seq=1
      > opened 200 json
      < open: stream, poll 1 [/a confirmed]
      > chunk "[{\"global_id\":9,\"message_id\":4,\"channel\":\"/a\",\"data\":1}]"
      > ended
      < open: next poll in 100 ms (the last brought something) [/a confirmed]
    `);
  });
});

describe("positions", () => {
  it("are moved by a status, up and down, and only those that are subscribed", () => {
    holds(
      String.raw`
      > started
      < connecting: long poll, poll 1 [/a pending] [/b pending]
      < POST http://h/message-bus/abc/poll unchunked /a=-1&/b=99&__seq=1
      > opened 200 json
      < open: long poll, poll 1 [/a confirmed] [/b confirmed]
      > chunk "[{\"global_id\":-1,\"message_id\":-1,\"channel\":\"/__status\",\"data\":{\"/a\":7,\"/b\":0,\"/c\":5}}]"
      > ended
      < open: next poll in 100 ms (the last brought something) [/a confirmed] [/b confirmed]
      @ +100ms
      < open: long poll, poll 2 [/a confirmed] [/b confirmed]
      < POST http://h/message-bus/abc/poll unchunked /a=7&/b=0&__seq=2
    `,
      { channels: "/a\n/b 99", mode: "long poll" },
    );
  });
});

describe("case 101: plain polls", () => {
  it("ask with dlp=t, each 60 s from the start of the last", () => {
    holds(
      String.raw`
      > started
      < connecting: plain poll, poll 1 [/a pending]
      < POST http://h/message-bus/abc/poll?dlp=t unchunked /a=0&__seq=1
      @ +40ms
      > opened 200 json
      < open: plain poll, poll 1 [/a confirmed]
      > chunk "[{\"global_id\":9,\"message_id\":4,\"channel\":\"/a\",\"data\":1}]"
      > ended
      < open: next poll in 60 s (counted from the last one's start) [/a confirmed]
      @ +59960ms
      < open: plain poll, poll 2 [/a confirmed]
      < POST http://h/message-bus/abc/poll?dlp=t unchunked /a=4&__seq=2
    `,
      { channels: "/a 0", mode: "plain poll" },
    );
  });
});

describe("what goes wrong", () => {
  it("is tried again, later from the third failure on, and 429 is waited out", () => {
    holds(`
      > started
      < connecting: stream, poll 1 [/a pending]
      < POST http://h/message-bus/abc/poll /a=3&__seq=1
      > failed ECONNREFUSED
      < waiting: next poll in 15 s (the last failed) [/a pending]
      @ +15000ms
      < connecting: stream, poll 2 [/a pending]
      < POST http://h/message-bus/abc/poll /a=3&__seq=2
      > opened 500 html
      > ended
      < waiting: next poll in 15 s (the last failed) [/a pending]
      @ +15000ms
      < connecting: stream, poll 3 [/a pending]
      < POST http://h/message-bus/abc/poll /a=3&__seq=3
      > opened 200 stream
      < open: stream, poll 3 [/a confirmed]
      > cut
      < waiting: next poll in 45 s (3 failures in a row) [/a confirmed]
      @ +45000ms
      < connecting: stream, poll 4 [/a confirmed]
      < POST http://h/message-bus/abc/poll /a=3&__seq=4
      > opened 429 json 20
      > ended
      < waiting: next poll in 20 s (429: the server limits how often we may ask) [/a confirmed]
    `);
  });

  it("ends for good where the address is none", () => {
    const session = messageBus.createClientSession({
      url: "nowhere",
      headers: [],
      settings: { channels: "/a" },
      random: () => 0,
    });
    const [, open] = session.handle({ kind: "started", at: 0 });
    expect(open).toMatchObject({ kind: "open", request: { url: "nowhere" } });
    const failure = { stage: "url", code: "bad-url", message: "no address" } as const;
    const [, status] = session.handle({ kind: "closed", at: 0, close: { kind: "failed", failure } });
    expect(status).toMatchObject({ kind: "status", status: { state: "stopped" } });
  });
});

describe("commands", () => {
  it("subscribe and unsubscribe end the running poll; the next follows 100 ms later", () => {
    holds(String.raw`
      > started
      < connecting: stream, poll 1 [/a pending]
      < POST http://h/message-bus/abc/poll /a=3&__seq=1
      > opened 200 stream
      < open: stream, poll 1 [/a confirmed]
      > chunk "[]\r\n|\r\n"
      > command subscribe {"channel":"/b","position":"0"}
      < open: stream, poll 1 [/a confirmed] [/b pending]
      < close
      > aborted
      < open: next poll in 100 ms (the last was ended by us) [/a confirmed] [/b pending]
      @ +100ms
      < open: stream, poll 2 [/a confirmed] [/b pending]
      < POST http://h/message-bus/abc/poll /a=3&/b=0&__seq=2
      > opened 200 stream
      < open: stream, poll 2 [/a confirmed] [/b confirmed]
      > command unsubscribe {"channel":"/nope"}
      < misuse not-subscribed
      > command unsubscribe {"channel":"/*"}
      < open: stream, poll 2
      < close
      > aborted
      < open: next poll in 100 ms (the last was ended by us)
      @ +100ms
      < waiting: nothing is subscribed: nothing to poll for
      > command subscribe {"channel":"/c"}
      < connecting: stream, poll 3 [/c pending]
      < POST http://h/message-bus/abc/poll /c=-1&__seq=3
    `);
  });

  it("subscribe between polls asks at once, but never in the middle of a back-off", () => {
    holds(
      `
      > started
      < connecting: plain poll, poll 1 [/a pending]
      < POST http://h/message-bus/abc/poll?dlp=t unchunked /a=3&__seq=1
      > opened 200 json
      < open: plain poll, poll 1 [/a confirmed]
      > ended
      < open: next poll in 1 min 0 s (counted from the last one's start) [/a confirmed]
      > command subscribe {"channel":"/b"}
      < open: plain poll, poll 2 [/a confirmed] [/b pending]
      < POST http://h/message-bus/abc/poll?dlp=t unchunked /a=3&/b=-1&__seq=2
      > opened 429 json
      > ended
      < waiting: next poll in 15 s (429: the server limits how often we may ask) [/a confirmed] [/b pending]
      > command unsubscribe {"channel":"/b"}
      < waiting: subscriptions count from the next poll on [/a confirmed]
      @ +15000ms
      < connecting: plain poll, poll 3 [/a confirmed]
      < POST http://h/message-bus/abc/poll?dlp=t unchunked /a=3&__seq=3
    `,
      { channels: "/a 3", mode: "plain poll" },
    );
  });

  it("disconnect and reconnect are obeyed in every state, others are refused", () => {
    holds(`
      > started
      < connecting: stream, poll 1 [/a pending]
      < POST http://h/message-bus/abc/poll /a=3&__seq=1
      > command reconnect
      < close
      > failed aborted
      < connecting: stream, poll 2 [/a pending]
      < POST http://h/message-bus/abc/poll /a=3&__seq=2
      > command disconnect
      < close
      > failed aborted
      < stopped: disconnected [/a pending]
      > command disconnect
      > command subscribe {"channel":"/b"}
      < stopped: subscriptions count from the next connection on [/a pending] [/b pending]
      > command reconnect
      < connecting: stream, poll 3 [/a pending] [/b pending]
      < POST http://h/message-bus/abc/poll /a=3&/b=-1&__seq=3
      > failed ECONNREFUSED
      < waiting: next poll in 15 s (the last failed) [/a pending] [/b pending]
      > command disconnect
      < stopped: disconnected [/a pending] [/b pending]
      @ +60000ms
      > command send
      < misuse unknown-command
      > command subscribe {"channel":"b"}
      < misuse invalid-channel
      > command subscribe {"channel":"/b","position":"x"}
      < misuse invalid-position
    `);
  });
});
