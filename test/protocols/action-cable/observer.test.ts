import { describe, expect, it } from "vitest";
import { actionCable } from "../../../src/protocols/action-cable/index.ts";
import { dataFrame } from "../../../src/protocols/action-cable/server-messages.ts";
import { Dice } from "../dice.ts";
import { ObserverPlayer } from "../observer-player.ts";
import { play, written } from "../transcript.ts";

const lobby = '{\\"channel\\":\\"ChatChannel\\",\\"room\\":\\"lobby\\"}';
const turned = '{\\"room\\":\\"lobby\\",\\"channel\\":\\"ChatChannel\\"}';
const subscribe = `{"command":"subscribe","identifier":"${lobby}"}`;
const unsubscribe = `{"command":"unsubscribe","identifier":"${lobby}"}`;
const perform = `{"command":"message","identifier":"${lobby}","data":"{}"}`;
const confirm = `{"identifier":"${lobby}","type":"confirm_subscription"}`;
const reject = `{"identifier":"${lobby}","type":"reject_subscription"}`;
const data = `{"identifier":"${lobby}","message":1}`;
const ping = '{"type":"ping","message":1760000000}';

function conversation(text: string): ObserverPlayer<never> {
  const player = new ObserverPlayer(actionCable);
  expect(play(player, text)).toBe(written(text));
  return player as unknown as ObserverPlayer<never>;
}

const open = `
      > opened actioncable-v1-json
      > received {"type":"welcome"}`;
const subscribed = `${open}
      > sent ${subscribe}
      > received ${confirm}
      < good subscribed: confirmed after 0 ms`;

describe("subscriptions", () => {
  it("are confirmed with a latency and the rows as evidence", () => {
    const { events } = conversation(`${open}
      > sent ${subscribe}
      @ +41ms
      > received ${confirm}
      < good subscribed: confirmed after 41 ms
    `);
    expect(events[0]).toMatchObject({ evidence: [3, 4], measures: { latencyMs: 41 } });
  });

  it("case 61: never confirmed after 3 s, with the likely causes", () => {
    const { events } = conversation(`${open}
      > sent ${subscribe}
      @ +2750ms
      > received ${ping}
      @ +250ms
      < error neverConfirmed: neither confirmed nor rejected within 3 s
      @ +1000ms
      > received ${confirm}
      < warning subscribed: confirmed late, after 4 s
    `);
    expect(events[0]?.advice?.[0]).toMatch(/^Unknown channel/);
  });

  it("case 59: never confirmed after Turbo's unsubscribe and subscribe: the order may have been swapped", () => {
    const { events } = conversation(`${subscribed}
      > sent ${unsubscribe}
      > sent ${subscribe}
      > received ${ping}
      @ +3000ms
      < error neverConfirmed: neither confirmed nor rejected within 3 s
      > received ${data}
      < warning receivedUnconfirmed: data for a subscription that was never confirmed
      > received ${data}
    `);
    expect(events[1]?.advice?.[0]).toMatch(/^Unsubscribe and subscribe came close together/);
  });

  it("count from the welcome: what is sent earlier is kept by the server", () => {
    conversation(`
      > opened actioncable-v1-json
      > sent ${subscribe}
      @ +4000ms
      > received {"type":"welcome"}
      @ +2750ms
      > received ${confirm}
      < good subscribed: confirmed after 6.75 s
    `);
  });

  it("tell why an identifier can never be confirmed", () => {
    const { events } = conversation(`${open}
      > sent {"command":"subscribe","identifier":"ChatChannel"}
      @ +3000ms
      < error neverConfirmed: neither confirmed nor rejected within 3 s
    `);
    expect(events[0]?.advice?.[0]).toBe(
      'The identifier is not JSON: unexpected "C": Rails cannot read it, logs that, and answers nothing.',
    );
  });

  it("that raise after stream_from are live though unconfirmed", () => {
    const { events } = conversation(`${open}
      > sent ${subscribe}
      > received ${data}
      > received ${data}
      @ +3000ms
      < error neverConfirmed: neither confirmed nor rejected within 3 s, yet 2 messages came
      > received ${data}
    `);
    expect(events[0]?.advice?.[0]).toMatch(/^`subscribed` raised after its stream_from/);
  });

  it("case 76: are rejected, and what is performed then is ignored", () => {
    conversation(`${open}
      > sent ${subscribe}
      > received ${reject}
      < error rejected: the server rejected the subscription
      > sent ${perform}
      < warning commandIgnored: perform without a subscription: no answer is due
      > sent ${perform}
      > received ${data}
      < warning receivedUnconfirmed: data for a rejected subscription
    `);
  });

  it("case 73: a rejected Turbo stream names the signed name", () => {
    const turbo = '{\\"channel\\":\\"Turbo::StreamsChannel\\"}';
    const { events } = conversation(`${open}
      > sent {"command":"subscribe","identifier":"${turbo}"}
      > received {"identifier":"${turbo}","type":"reject_subscription"}
      < error rejected: the server rejected the subscription
    `);
    expect(events[0]?.advice?.[0]).toMatch(/signed-stream-name/);
  });

  it("case 55: a second subscribe to a confirmed identifier", () => {
    conversation(`${subscribed}
      > sent ${subscribe}
      < warning duplicateSubscribe: subscribed already: no answer is due
      > sent ${subscribe}
    `);
  });

  it("a second subscribe before any answer, too soon for a retry", () => {
    conversation(`${open}
      > sent ${subscribe}
      @ +20ms
      > sent ${subscribe}
      < warning duplicateSubscribe: subscribe sent twice at once
      > received ${confirm}
      < good subscribed: confirmed after 20 ms (asked 2 times)
    `);
  });

  it("the official client's guarantor is recognised, told once, and counted", () => {
    conversation(`${open}
      > sent ${subscribe}
      @ +500ms
      > sent ${subscribe}
      < note duplicateSubscribe: subscribe sent again after 500 ms: a client's retry
      @ +500ms
      > sent ${subscribe}
      @ +200ms
      > received ${confirm}
      < good subscribed: confirmed after 1.2 s (asked 3 times)
    `);
  });

  it("are confirmed without being asked, or twice", () => {
    conversation(`${open}
      > received ${confirm}
      < warning confirmedUnasked: confirmed, though this client never subscribed
      > received ${data}
      > received ${confirm}
      < warning confirmedUnasked: confirmed a second time
    `);
  });

  it("a confirmation that crosses an unsubscribe is no fault", () => {
    conversation(`${open}
      > sent ${subscribe}
      > sent ${unsubscribe}
      > received ${confirm}
    `);
  });
});

describe("data", () => {
  it("for an identifier that was never subscribed is told once", () => {
    conversation(`${open}
      > received ${data}
      < warning receivedUnknown: data for an identifier that was never subscribed
      > received ${data}
      > received ${data}
    `);
  });

  it("case 54: for another spelling of a subscribed identifier", () => {
    const { events } = conversation(`${subscribed}
      > received {"identifier":"${turned}","message":1}
      < warning receivedUnknown: data for another spelling of a subscribed identifier
    `);
    expect(events[1]?.explanation).toContain('{"channel":"ChatChannel","room":"lobby"}');
  });

  it("after an unsubscribe was on its way at first, and is a fault later", () => {
    conversation(`${subscribed}
      > sent ${unsubscribe}
      @ +5ms
      > received ${data}
      < note receivedUnsubscribed: data 5 ms after the unsubscribe
      > received ${data}
      @ +1500ms
      > received ${data}
      < warning receivedUnsubscribed: data 1.5 s after the unsubscribe
      > received ${data}
    `);
  });

  it("case 61: an action or unsubscribe for nothing gets no answer, and is told once each", () => {
    conversation(`${open}
      > sent ${perform}
      < warning commandIgnored: perform without a subscription: no answer is due
      > sent ${unsubscribe}
      < warning commandIgnored: unsubscribe without a subscription: no answer is due
      > sent ${perform}
    `);
  });
});

describe("the beginning", () => {
  it("open for 6 s with no welcome", () => {
    conversation(`
      > opened actioncable-v1-json
      > sent ${subscribe}
      @ +5750ms
      @ +250ms
      < error connectedWithoutWelcome: open for 6 s, and no welcome
      @ +60000ms
      > received {"type":"welcome"}
      < note welcomedLate: welcome came after 1 min 6 s
    `);
  });

  it("case 67: data or a confirmation before the welcome is flagged once, and taken", () => {
    conversation(`
      > opened actioncable-v1-json
      > sent ${subscribe}
      > received ${confirm}
      < warning messageBeforeWelcome: confirm_subscription came before the welcome
      < good subscribed: confirmed after 0 ms
      > received ${data}
      @ +5750ms
      > received {"type":"welcome"}
      > received ${ping}
    `);
  });

  it("case 68: a subprotocol that the official client does not read", () => {
    conversation(`
      > opened actioncable-unsupported
      < error unsupportedSubprotocol: server chose subprotocol actioncable-unsupported: the official client reads nothing
      > received {"type":"welcome"}
    `);
    conversation(`
      > opened - actioncable-v1-json
      < error unsupportedSubprotocol: server chose no subprotocol: the official client reads nothing
    `);
  });

  it("case 69: a client that offers none is served by Rails, so it is only noted", () => {
    conversation(`
      > opened
      < note unsupportedSubprotocol: no subprotocol was offered
      > received {"type":"welcome"}
    `);
  });

  it("of a recording that begins in the middle says nothing", () => {
    const observer = actionCable.createObserver();
    const message = { kind: "ping", heartbeat: true, message: 1 } as const;
    const input = { kind: "message", connection: 7, entry: 1, frame: 1, direction: "received", message } as const;
    expect(observer.observe({ ...input, at: 1000 })).toEqual([]);
    expect(observer.observe({ kind: "ticked", at: 6900 })).toEqual([]);
    expect(observer.observe({ kind: "closed", at: 6950, connection: 8, entry: 2, close: { kind: "closed" } })).toEqual(
      [],
    );
  });
});

describe("silence", () => {
  it("of everything: stale by every client's rule; told once, and its end", () => {
    conversation(`${open}
      @ +3000ms
      > received ${ping}
      @ +6000ms
      @ +250ms
      < error wentStale: nothing received for 6 s
      @ +30000ms
      > received ${ping}
      < note silenceEnded: messages again after 36.3 s
      @ +6250ms
      < error wentStale: nothing received for 6 s
    `);
  });

  it("case 62: of pings alone, under a flood of data: both readings", () => {
    const { events } = conversation(`${subscribed}
      @ +3000ms
      > received ${data}
      @ +3000ms
      > received ${data}
      @ +250ms
      < warning wentStale: no ping for 6 s, though messages come: clients differ
      > received ${data}
      @ +3000ms
      > received ${ping}
      < note silenceEnded: pings again after 9.25 s
    `);
    expect(events[1]?.explanation).toMatch(/from Rails 7.2 on take any message.*Older ones count only pings/);
  });

  it("of pings, then of everything", () => {
    conversation(`${subscribed}
      @ +5000ms
      > received ${data}
      @ +1250ms
      < warning wentStale: no ping for 6 s, though messages come: clients differ
      @ +5000ms
      < error wentStale: nothing received for 6 s
    `);
  });

  it("is seen by the next message too, when no tick came between", () => {
    const observer = actionCable.createObserver();
    const player = { connection: 1, frame: 0, direction: "received" } as const;
    const say = (at: number, message: never) =>
      observer.observe({ kind: "message", at, entry: at, ...player, message });
    say(0, { kind: "welcome" } as never);
    const events = say(7000, { kind: "ping", heartbeat: true, message: 1 } as never);
    expect(events.map(({ kind }) => kind)).toEqual(["wentStale", "silenceEnded"]);
  });

  it("means nothing once a side has begun to close", () => {
    conversation(`${subscribed}
      > sent-close 1000
      @ +60000ms
      > closed 1000
    `);
  });
});

describe("the end", () => {
  it("case 65: each reason, read for both makes of clients where they differ", () => {
    const { events } = conversation(`${open}
      > received {"type":"disconnect","reason":"unauthorized","reconnect":false}
      < error disconnected: unauthorized: clients stay away
      > received {"type":"disconnect","reason":"server_restart","reconnect":true}
      < warning disconnected: server_restart: clients reconnect
      > received {"type":"disconnect","reason":"remote"}
      < warning disconnected: remote: clients differ on reconnecting (the flag is missing)
      > received {"type":"disconnect","reason":null,"reconnect":null}
      < warning disconnected: no reason: clients differ on reconnecting
      > received {"type":"disconnect","reason":"idle_timeout","reconnect":false}
      < warning disconnected: idle_timeout: clients stay away
      > received {"type":"disconnect","reason":"no_pong","reconnect":true}
      < warning disconnected: no_pong: clients reconnect
      > received {"type":"disconnect","reason":"my own","reconnect":true}
      < warning disconnected: my own: clients reconnect
    `);
    expect(events[2]?.explanation).toMatch(
      /Rails client stops for good.*AnyCable client reconnects.*send true or false/,
    );
  });

  it("case 66: a plain close with no disconnect message is no fault", () => {
    conversation(`${subscribed}
      > closed 1000
      > 2 opened actioncable-v1-json
      > 2 closed
    `);
  });

  it("after an unauthorized disconnect no welcome is missed", () => {
    conversation(`
      > opened actioncable-v1-json
      > received {"type":"disconnect","reason":"unauthorized","reconnect":false}
      < error disconnected: unauthorized: clients stay away
      @ +60000ms
    `);
  });
});

describe("blind windows", () => {
  it("last from the last thing received until the channel is confirmed again", () => {
    const { events } = conversation(`${subscribed}
      @ +2000ms
      > received ${data}
      @ +1000ms
      > closed
      @ +5000ms
      > 2 opened actioncable-v1-json
      > 2 received {"type":"welcome"}
      > 2 sent ${subscribe}
      @ +500ms
      > 2 received ${confirm}
      < good subscribed: confirmed after 500 ms
      < warning blindWindow: 6.5 s without ChatChannel lobby
    `);
    expect(events[2]).toMatchObject({
      fromAt: 1_760_000_003_000,
      toAt: 1_760_000_009_500,
      measures: { blindMs: 6500 },
    });
    expect(events[2]?.explanation).toMatch(/no ids and replays nothing/);
  });

  it("of several channels are told together, when the last of them is back", () => {
    const news = '{\\"channel\\":\\"NewsChannel\\"}';
    conversation(`${subscribed}
      > sent {"command":"subscribe","identifier":"${news}"}
      > received {"identifier":"${news}","type":"confirm_subscription"}
      < good subscribed: confirmed after 0 ms
      > closed
      @ +1000ms
      > 2 opened actioncable-v1-json
      > 2 received {"type":"welcome"}
      > 2 sent ${subscribe}
      > 2 sent {"command":"subscribe","identifier":"${news}"}
      > 2 received ${confirm}
      < good subscribed: confirmed after 0 ms
      @ +100ms
      > 2 received {"identifier":"${news}","type":"confirm_subscription"}
      < good subscribed: confirmed after 100 ms
      < warning blindWindow: 1.1 s without ChatChannel lobby and NewsChannel
    `);
  });

  it("do not wait for a channel that is rejected, nor for long", () => {
    const news = '{\\"channel\\":\\"NewsChannel\\"}';
    conversation(`${subscribed}
      > sent {"command":"subscribe","identifier":"${news}"}
      > received {"identifier":"${news}","type":"confirm_subscription"}
      < good subscribed: confirmed after 0 ms
      > closed
      > 2 opened actioncable-v1-json
      > 2 received {"type":"welcome"}
      > 2 sent ${subscribe}
      > 2 sent {"command":"subscribe","identifier":"${news}"}
      @ +50ms
      > 2 received ${confirm}
      < good subscribed: confirmed after 50 ms
      @ +950ms
      > 2 received {"identifier":"${news}","type":"reject_subscription"}
      < error rejected: the server rejected the subscription
      < warning blindWindow: 50 ms without ChatChannel lobby
    `);
    conversation(`${subscribed}
      > sent {"command":"subscribe","identifier":"${news}"}
      > received {"identifier":"${news}","type":"confirm_subscription"}
      < good subscribed: confirmed after 0 ms
      > closed
      > 2 opened actioncable-v1-json
      > 2 received {"type":"welcome"}
      > 2 sent ${subscribe}
      > 2 sent {"command":"subscribe","identifier":"${news}"}
      @ +50ms
      > 2 received ${confirm}
      < good subscribed: confirmed after 50 ms
      @ +1200ms
      < warning blindWindow: 50 ms without ChatChannel lobby
    `);
  });

  it("begin when this side closes, even if the old server never answers (a new connection comes first)", () => {
    conversation(`${subscribed}
      > sent-close
      @ +500ms
      > 2 opened actioncable-v1-json
      > 2 received {"type":"welcome"}
      > 2 sent ${subscribe}
      > 2 received ${confirm}
      < good subscribed: confirmed after 0 ms
      < warning blindWindow: 500 ms without ChatChannel lobby
      > 1 closed
    `);
  });

  it("are not told of a channel that was given up before", () => {
    conversation(`${subscribed}
      > sent ${unsubscribe}
      > closed
      > 2 opened actioncable-v1-json
      > 2 received {"type":"welcome"}
      > 2 sent ${subscribe}
      > 2 received ${confirm}
      < good subscribed: confirmed after 0 ms
    `);
  });
});

describe("frames that nobody knows", () => {
  it("malformed: the first is told, the others when it is over, each sort apart", () => {
    conversation(`${open}
      > received {"type":"pi
      < error malformed: not JSON: a string that does not end
      > received {"a":"b
      > received {"identifier":{},"message":1}
      < error malformed: \`identifier\` is an object, where a string of JSON belongs
      @ +3000ms
      > received {"c":"d
      > received ${ping}
      > closed
      < error malformed: 2 more like this within 3 s: not JSON: a string that does not end
    `);
  });

  it("case 72: unknown types, sent and received", () => {
    conversation(`${open}
      > received {"type":"confirm_history","identifier":"${lobby}"}
      < warning unknownType: type “confirm_history” is not Action Cable's
      > received {"type":"confirm_history","identifier":"${lobby}"}
      > received {"type":"pong"}
      < warning unknownType: type “pong” is not Action Cable's
      > sent {"command":"pong"}
      < warning unknownType: sent: command “pong”; no answer is due
      @ +3000ms
      > received ${ping}
      @ +3000ms
      > received ${ping}
      @ +3000ms
      > received ${ping}
      @ +1250ms
      < warning unknownType: 1 more like this within 0 ms: type “confirm_history” is not Action Cable's
    `);
  });

  it("case 53: what we send wrongly is named, with Rails' silence", () => {
    const { events } = conversation(`${open}
      > sent {"command":"subscribe","identifier":{"channel":"ChatChannel"}}
      < warning malformed: sent: \`identifier\` is an object, where a string of JSON belongs
    `);
    expect(events[0]?.explanation).toMatch(/Rails logs this and answers nothing/);
  });
});

describe("a flood", () => {
  it("of data makes no event; of rubbish only a few", () => {
    const player = new ObserverPlayer(actionCable);
    const dice = new Dice(1);
    play(player, `${subscribed}`);
    const before = player.events.length;
    for (let round = 0; round < 20_000; round += 1) {
      player.put(
        `received ${dataFrame('{"channel":"ChatChannel","room":"lobby"}', round)}`,
        1_760_000_001_000 + round / 10,
      );
    }
    expect(player.events.length).toBe(before);
    for (let round = 0; round < 20_000; round += 1) {
      const text = dice.pick([
        `{"type":"x${round}"}`,
        `{"${round}`,
        `{"identifier":"${round}","message":1}`,
        `[${round}]`,
      ]);
      player.put(`received ${text}`, 1_760_000_003_000 + round / 10);
    }
    expect(player.events.length).toBeLessThan(before + 250);
  });

  it("of confirmations, rejections and partings that a hostile server invents: only some are told", () => {
    const player = new ObserverPlayer(actionCable);
    play(player, subscribed);
    for (let round = 0; round < 5000; round += 1) {
      const identifier = `"identifier":"${round}"`;
      player.put(`received {${identifier},"type":"confirm_subscription"}`, 1_760_000_001_000);
      player.put(`received {${identifier},"type":"reject_subscription"}`, 1_760_000_001_000);
      player.put(`received ${confirm}`, 1_760_000_001_000);
      player.put(`received ${reject}`, 1_760_000_001_000);
      player.put('received {"type":"disconnect","reason":"x"}', 1_760_000_001_000);
    }
    expect(player.events.length).toBeLessThan(400);
  });
});
