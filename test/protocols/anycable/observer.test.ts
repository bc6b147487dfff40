import { describe, expect, it } from "vitest";
import { anycable } from "../../../src/protocols/anycable/index.ts";
import { AnyCableObserver } from "../../../src/protocols/anycable/observer.ts";
import { webSocketHandshake } from "../handshakes.ts";
import { ObserverPlayer } from "../observer-player.ts";
import { play, startAt, written } from "../transcript.ts";

const lobby = '{\\"channel\\":\\"ChatChannel\\"}';
const ext = "actioncable-v1-ext-json actioncable-v1-ext-json";

function conversation(text: string): void {
  expect(play(new ObserverPlayer(anycable), text)).toBe(written(text));
}

/** Opened, welcomed, subscribed and confirmed, with no history asked for. */
const subscribed = `
  > opened ${ext}
  > received {"type":"welcome","sid":"a"}
  > sent {"command":"subscribe","identifier":"${lobby}"}
  > received {"type":"confirm_subscription","identifier":"${lobby}"}
  < good subscribed: confirmed after 0 ms
`;

const at = (offset: number, more = "") =>
  `received ${more}{"identifier":"${lobby}","message":${offset},"stream_id":"chat","epoch":"e1","offset":${offset}}`;

describe("positions", () => {
  it("one after the other are no news", () => {
    conversation(`${subscribed}
      > ${at(7)}
      > ${at(8)}
      > ${at(9)}
      @ +3000ms
    `);
  });

  it("a hole is a gap when nothing has filled it for 2 s", () => {
    conversation(`${subscribed}
      > ${at(7)}
      > ${at(11)}
      @ +1900ms
      > received {"type":"ping","message":1}
      @ +500ms
      < error gapFound: 3 missing: offsets 8 to 10 of chat
    `);
  });

  it("what comes late fills its hole, in any order", () => {
    conversation(`${subscribed}
      > ${at(7)}
      > ${at(11)}
      > ${at(9)}
      > ${at(8)}
      > ${at(10)}
      @ +3000ms
    `);
  });

  it("of what fills a hole in part, the rest is missing", () => {
    conversation(`${subscribed}
      > ${at(7)}
      > ${at(11)}
      > ${at(9)}
      @ +2250ms
      < error gapFound: 1 missing: offset 8 of chat
      < error gapFound: 1 missing: offset 10 of chat
    `);
  });

  it("a repeat with no history to explain it is told once", () => {
    conversation(`${subscribed}
      > ${at(7)}
      > ${at(7)}
      < warning duplicated: offset 7 of chat came again
      > ${at(7)}
      > ${at(8)}
      > ${at(7)}
      < warning duplicated: offset 7 of chat came again
    `);
  });

  it("what was published while it was unsubscribed on purpose is no gap", () => {
    conversation(`${subscribed}
      > ${at(7)}
      > sent {"command":"unsubscribe","identifier":"${lobby}"}
      > sent {"command":"subscribe","identifier":"${lobby}"}
      > received {"type":"confirm_subscription","identifier":"${lobby}"}
      < good subscribed: confirmed after 0 ms
      > ${at(20)}
      @ +3000ms
    `);
  });

  it("case 81: another epoch is no gap and no repeat", () => {
    conversation(`${subscribed}
      > ${at(7)}
      > received {"identifier":"${lobby}","message":1,"stream_id":"chat","epoch":"e2","offset":3}
      < warning newEpoch: chat starts over: new epoch e2, was e1
      > received {"identifier":"${lobby}","message":1,"stream_id":"chat","epoch":"e2","offset":4}
      @ +3000ms
    `);
  });

  it("two subscriptions on one stream each get every message", () => {
    const news = '{\\"channel\\":\\"NewsChannel\\"}';
    conversation(`${subscribed}
      > sent {"command":"subscribe","identifier":"${news}"}
      > received {"type":"confirm_subscription","identifier":"${news}"}
      < good subscribed: confirmed after 0 ms
      > ${at(7)}
      > received {"identifier":"${news}","message":7,"stream_id":"chat","epoch":"e1","offset":7}
      > ${at(8)}
      > received {"identifier":"${news}","message":8,"stream_id":"chat","epoch":"e1","offset":8}
      @ +3000ms
    `);
  });
});

describe("history", () => {
  it("case 79: brings the past after the confirmation, also around a live message", () => {
    conversation(`
      > opened ${ext}
      > received {"type":"welcome","sid":"a"}
      > sent {"command":"subscribe","identifier":"${lobby}","history":{"since":1,"streams":{}}}
      > received {"type":"confirm_subscription","identifier":"${lobby}"}
      < good subscribed: confirmed after 0 ms
      > ${at(9)}
      > ${at(6)}
      > ${at(7)}
      > ${at(8)}
      > ${at(9)}
      > received {"type":"confirm_history","identifier":"${lobby}"}
      < note historyReceived: 5 messages from history
      < note duplicated: 1 message came twice: live and in the history
      @ +3000ms
    `);
  });

  it("refused after a reconnect, what came meanwhile is lost", () => {
    conversation(`${subscribed}
      > ${at(7)}
      @ +1000ms
      > closed 1001 Server restart
      @ +2000ms
      > 2 opened ${ext}
      > 2 received {"type":"welcome","sid":"b"}
      > 2 sent {"command":"subscribe","identifier":"${lobby}","history":{"since":1,"streams":{"chat":{"epoch":"e1","offset":7}}}}
      > 2 received {"type":"confirm_subscription","identifier":"${lobby}"}
      < good subscribed: confirmed after 0 ms
      > 2 received {"type":"reject_history","identifier":"${lobby}"}
      < error historyRejected: history rejected: the messages of 3 s are lost
    `);
  });

  it("never asked for after a reconnect leaves a blind window, and a gap where offsets show it", () => {
    conversation(`${subscribed}
      > ${at(7)}
      @ +1000ms
      > closed
      @ +1000ms
      > 2 opened ${ext}
      > 2 received {"type":"welcome","sid":"b"}
      > 2 sent {"command":"subscribe","identifier":"${lobby}"}
      > 2 received {"type":"confirm_subscription","identifier":"${lobby}"}
      < good subscribed: confirmed after 0 ms
      > 2 ${at(9)}
      @ +1250ms
      < warning blindWindow: 2 s without the channel, and no history was asked for
      @ +1250ms
      < error gapFound: 1 missing: offset 8 of chat
    `);
  });

  it("asked for with nothing to go by is never answered", () => {
    conversation(`${subscribed}
      > sent {"command":"history","identifier":"${lobby}","history":{}}
      @ +2000ms
      > received {"type":"ping","message":1}
      @ +1000ms
      < warning historyUnanswered: no answer to the history request within 3 s
    `);
  });

  it("confirmed although nobody asked is odd", () => {
    conversation(`${subscribed}
      > received {"type":"confirm_history","identifier":"${lobby}"}
      < warning historyUnasked: history confirmed, though none was asked for
    `);
  });

  it.each([
    [true, undefined, 2_000, /^The epoch is another one/],
    [true, undefined, 400_000, /^The stream's history has expired/],
    [true, "server_restart", 400_000, /^The epoch is another one/],
    [false, undefined, 2_000, /^The server keeps no history/],
  ])(
    "names the likeliest cause of a refusal first: positions %s, %s, %s ms away",
    (hasPosition, reason, awayMs, cause) => {
      const player = new ObserverPlayer(anycable);
      const position = hasPosition ? `{"chat":{"epoch":"e1","offset":7}}` : "{}";
      play(
        player,
        `${subscribed}
      ${hasPosition ? `> ${at(7)}` : ""}
      ${reason ? `> received {"type":"disconnect","reason":"${reason}","reconnect":true}` : ""}
      > closed
      @ +${awayMs}ms
      > 2 opened ${ext}
      > 2 received {"type":"welcome","sid":"b"}
      > 2 sent {"command":"subscribe","identifier":"${lobby}","history":{"since":1,"streams":${position}}}
      > 2 received {"type":"confirm_subscription","identifier":"${lobby}"}
      > 2 received {"type":"reject_history","identifier":"${lobby}"}`,
      );
      const rejected = player.events.find(({ kind }) => kind === "historyRejected");
      expect(rejected?.advice?.[0]).toMatch(cause);
      expect(rejected?.evidence?.length).toBeGreaterThan(1);
    },
  );
});

describe("sessions", () => {
  const observe = (url: string, text: string) => {
    const observer = new AnyCableObserver();
    const handshake = webSocketHandshake({
      url,
      offered: ["actioncable-v1-ext-json"],
      subprotocol: "actioncable-v1-ext-json",
    });
    observer.observe({ kind: "opened", at: startAt, connection: 1, entry: 1, handshake });
    const decoder = anycable.createDecoder("received", handshake);
    const [message] = decoder.decode({ kind: "text", direction: "received", data: text });
    if (!message) throw new Error("nothing was decoded");
    return observer.observe({
      kind: "message",
      at: startAt,
      connection: 1,
      entry: 2,
      frame: 1,
      direction: "received",
      message,
    });
  };

  it("case 77 and 88: restored identifiers are subscribed with no confirmation, and the app sees nothing of it", () => {
    conversation(`${subscribed}
      > closed
      @ +1000ms
      > 2 opened ${ext}
      > 2 received {"type":"welcome","sid":"b","restored":true,"restored_ids":["${lobby}"]}
      < good sessionRestored: session restored with 1 subscription
      > 2 sent {"command":"history","identifier":"${lobby}","history":{"since":1,"streams":{}}}
      > 2 received {"type":"confirm_history","identifier":"${lobby}"}
      < good resumed: nothing missed in 1 s away
      > 2 ${at(3)}
      > 2 sent {"command":"whisper","identifier":"${lobby}","data":1}
      @ +3000ms
    `);
    const player = new ObserverPlayer(anycable);
    play(player, `> opened ${ext}\n> received {"type":"welcome","sid":"b","restored":true,"restored_ids":[]}`);
    expect(player.events[0]?.explanation).toMatch(/no `connect` and no `subscribed` ran/);
    expect(player.events[0]?.explanation).toMatch(/anycable#208/);
  });

  it("asked for and not given is told; so is a welcome that cannot be restored", () => {
    expect(observe("ws://h/cable?sid=old", '{"type":"welcome","sid":"new"}')).toMatchObject([
      { kind: "sessionNotRestored" },
    ]);
    expect(observe("ws://h/cable", '{"type":"welcome"}')).toMatchObject([{ kind: "sessionNotRestorable" }]);
    expect(observe("ws://h/cable", '{"type":"welcome","sid":"new"}')).toEqual([]);
  });

  it("case 83: no_pong counts pings and pongs", () => {
    const player = new ObserverPlayer(anycable);
    play(
      player,
      `${subscribed}\n> received {"type":"ping","message":1}\n> received {"type":"disconnect","reason":"no_pong","reconnect":true}`,
    );
    expect(player.events.at(-1)).toMatchObject({ kind: "disconnected", measures: { pings: 1, pongs: 0 } });
  });

  it("case 44: the lesser of two offers is a note; a foreign one, or none, is an error", () => {
    const both = "actioncable-v1-ext-json,actioncable-v1-json";
    conversation(`
      > opened actioncable-v1-json ${both}
      < note extendedDeclined: server chose actioncable-v1-json: no history, no presence, no restored sessions
    `);
    conversation(`
      > opened - ${both}
      < error unsupportedSubprotocol: server chose no subprotocol: no AnyCable client can go on
    `);
    conversation(`
      > opened mqtt ${both}
      < error unsupportedSubprotocol: server chose subprotocol mqtt: no AnyCable client can go on
    `);
    conversation("> opened");
  });

  it("silence is Action Cable's to judge, and any message ends it", () => {
    conversation(`${subscribed}
      @ +6250ms
      < error wentStale: nothing received for 6 s
      > received {"type":"presence","identifier":"${lobby}","message":{"type":"leave","id":"1"}}
      < note silenceEnded: messages again after 6.25 s
    `);
  });
});

describe("commands", () => {
  it("without a subscription they are ignored by every server", () => {
    conversation(`
      > opened ${ext}
      > received {"type":"welcome","sid":"a"}
      > sent {"command":"whisper","identifier":"${lobby}","data":1}
      < warning commandIgnored: whisper ignored: not subscribed with this identifier
      > sent {"command":"whisper","identifier":"${lobby}","data":1}
      > sent {"command":"join","identifier":"${lobby}","presence":{"id":"1"}}
      < warning commandIgnored: join ignored: not subscribed with this identifier
    `);
  });

  it("case 89: a subscription that was given up before its confirmation is flagged, and so is its data", () => {
    conversation(`
      > opened ${ext}
      > received {"type":"welcome","sid":"a"}
      > sent {"command":"subscribe","identifier":"${lobby}"}
      > sent {"command":"unsubscribe","identifier":"${lobby}"}
      > received {"type":"confirm_subscription","identifier":"${lobby}"}
      < note confirmedTooLate: confirmed after the client had unsubscribed
      @ +2000ms
      > received {"identifier":"${lobby}","message":1}
      < warning receivedUnsubscribed: data 2 s after the unsubscribe
    `);
  });

  it("who is there: an answer in time is no news, silence is", () => {
    conversation(`${subscribed}
      > sent {"command":"presence","identifier":"${lobby}"}
      > received {"type":"presence","identifier":"${lobby}","message":{"type":"info","total":0}}
      > sent {"command":"presence","identifier":"${lobby}"}
      @ +2000ms
      > received {"type":"ping","message":1}
      @ +1000ms
      < warning presenceUnanswered: no answer to the presence request within 3 s
    `);
  });

  it("a frame that is not JSON makes AnyCable deaf", () => {
    conversation(`${subscribed}
      > sent hello
      < error malformed: sent: not JSON: unexpected "h": AnyCable reads nothing more here
    `);
  });
});

describe("what both protocols find", () => {
  it.each([
    ["connectedWithoutWelcome", `> opened ${ext}\n@ +7000ms`, /connect call/],
    ["wentStale", `${subscribed}\n@ +7000ms`, /ping_interval/],
    [
      "neverConfirmed",
      `> opened ${ext}\n> received {"type":"welcome","sid":"a"}\n> sent {"command":"subscribe","identifier":"${lobby}"}\n@ +4000ms`,
      /AnyCable asks the app/,
    ],
    [
      "rejected",
      `> opened ${ext}\n> received {"type":"reject_subscription","identifier":"${lobby}"}`,
      /SubscriptionRejectedError/,
    ],
    [
      "rejected",
      `> opened ${ext}\n> received {"type":"reject_subscription","identifier":"{\\"channel\\":\\"$pubsub\\"}"}`,
      /answers for \$pubsub itself/,
    ],
    ["unknownType", `${subscribed}\n> received {"type":"later"}`, /Neither Action Cable nor AnyCable/],
  ])("%s is explained by AnyCable's own causes", (kind, text, words) => {
    const player = new ObserverPlayer(anycable);
    play(player, text);
    expect(player.events.find((event) => event.kind === kind)?.explanation).toMatch(words);
  });
});

describe("tokens", () => {
  const part = (value: object) =>
    btoa(JSON.stringify(value)).replaceAll("=", "").replaceAll("+", "-").replaceAll("/", "_");
  const jwt = (claims: object, head: object = { alg: "HS256" }) => `${part(head)}.${part(claims)}.c2lnbmF0dXJl`;
  const opened = (parts: Parameters<typeof webSocketHandshake>[0]) =>
    new AnyCableObserver().observe({
      kind: "opened",
      at: startAt,
      connection: 1,
      entry: 1,
      handshake: webSocketHandshake({ subprotocol: "actioncable-v1-ext-json", ...parts }),
    });
  const good = jwt({ ext: '{"user_id":42}', exp: startAt / 1000 + 300 });

  it.each([
    ["the query", { url: `ws://h/cable?jid=${good}` }],
    ["a header", { requestHeaders: [["X-JID", good] as const] }],
    ["a subprotocol", { offered: ["actioncable-v1-ext-json", `anycable-token.${good}`] }],
  ])("from %s show their claims and never themselves", (_, parts) => {
    const events = opened(parts);
    expect(events).toMatchObject([
      { kind: "tokenRead", level: "note", title: 'token: {"user_id":42}, expires in 5 min 0 s' },
    ]);
    expect(JSON.stringify(events)).not.toContain("c2lnbmF0dXJl");
  });

  it.each([
    [jwt({ ext: "{}", exp: startAt / 1000 - 60 }), "token: {}, expired 1 min 0 s ago"],
    [jwt({ sub: 1 }), "token: no `ext` claim, never expires"],
    [jwt({ ext: "{}" }, { alg: "RS256" }), "token: {}, never expires"],
    ["nonsense", "the token is no JWT: not of the form header.claims.signature"],
    ["a.b.c", "the token is no JWT: not base64 of JSON objects"],
  ])("that will not do are warned of: %s", (token, title) => {
    expect(opened({ url: `ws://h/cable?jid=${token}` })).toMatchObject([{ level: "warning", title }]);
  });
});

describe("hostile servers", () => {
  it("cannot make it grow without end, nor tell without end", () => {
    const player = new ObserverPlayer(anycable);
    play(player, subscribed);
    for (let n = 1; n <= 3000; n += 1) {
      player.put(`received {"identifier":"${lobby}","message":1,"stream_id":"s${n}","epoch":"e","offset":1}`, startAt);
      player.put(
        `received {"identifier":"${lobby}","message":1,"stream_id":"chat","epoch":"e","offset":${n * 2}}`,
        startAt,
      );
    }
    player.pass(startAt + 3000);
    expect(player.events.filter(({ kind }) => kind === "gapFound")).toHaveLength(100);
  });
});
