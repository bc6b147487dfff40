import { describe, expect, it } from "vitest";
import { actionCable } from "../../../src/protocols/action-cable/index.ts";
import { publicationFrame } from "../../../src/protocols/action-cable/server-messages.ts";
import { ServerPlayer } from "../server-player.ts";
import { play, written } from "../transcript.ts";

const lobby = '{\\"channel\\":\\"ChatChannel\\",\\"room\\":\\"lobby\\"}';
const turned = '{\\"room\\":\\"lobby\\",\\"channel\\":\\"ChatChannel\\"}';

function conversation(text: string): void {
  expect(play(new ServerPlayer(actionCable), text)).toBe(written(text));
}

describe("the upgrade", () => {
  it("takes the first subprotocol of the client's list that Rails knows", () => {
    conversation(`
      > requested /cable actioncable-v1-ext-json,actioncable-v1-json
      < accept actioncable-v1-json
      < send {"type":"welcome"}
    `);
    conversation(`
      > requested /cable actioncable-unsupported,actioncable-v1-json
      < accept actioncable-unsupported
      < send {"type":"welcome"}
    `);
  });

  it("case 69: never echoes a foreign subprotocol, and works without one", () => {
    for (const offered of [" arduino", ""]) {
      conversation(`
        > requested /cable${offered}
        < accept
        < send {"type":"welcome"}
      `);
    }
  });

  it("answers a plain GET as Rails does", () => {
    conversation(`
      > requested /cable -
      < respond 404 content-type: text/plain; charset=utf-8 Page not found
    `);
  });

  it("rejects ?user=nobody after the upgrade, never with a welcome", () => {
    conversation(`
      > requested /cable?user=nobody actioncable-v1-json
      < accept actioncable-v1-json
      < send {"type":"disconnect","reason":"unauthorized","reconnect":false}
      < close 1000
      @ +10000ms
    `);
  });

  it("stays silent for ever with ?connect=crash, as Rails does when `connect` raises", () => {
    conversation(`
      > requested /cable?connect=crash actioncable-v1-json
      < accept actioncable-v1-json
      < note \`connect\` raised: no welcome, no ping, no close, as Rails does
      > received {"command":"subscribe","identifier":"${lobby}"}
      @ +10000ms
    `);
  });

  it("case 75: keeps commands that come before the welcome, and runs them in order", () => {
    conversation(`
      > requested /cable?connect=slow actioncable-v1-json
      < accept actioncable-v1-json
      > received {"command":"subscribe","identifier":"${lobby}"}
      > received {"command":"message","identifier":"${lobby}","data":"{\\"action\\":\\"speak\\",\\"body\\":\\"early\\"}"}
      @ +1000ms
      < send {"type":"welcome"}
      < join chat:lobby
      < publish chat:lobby {"body":"early"}
    `);
  });

  it("keeps no more than a thousand of them", () => {
    const player = new ServerPlayer(actionCable);
    player.put("requested /cable?connect=slow actioncable-v1-json", 0);
    for (let count = 0; count < 1000; count += 1) expect(player.put("received {}", 0)).toEqual([]);
    expect(player.put("received {}", 0)).toEqual(["note more than 1000 commands before the welcome: one dropped"]);
  });
});

const open = `
      > requested /cable actioncable-v1-json
      < accept actioncable-v1-json
      < send {"type":"welcome"}`;

describe("pings", () => {
  it("come every 3 s, at the same instants on every connection", () => {
    conversation(`${open}
      @ +2999ms
      @ +1ms
      < send {"type":"ping","message":1760000004}
      @ +6000ms
      < send {"type":"ping","message":1760000007}
      < send {"type":"ping","message":1760000010}
      > closed
      @ +6000ms
    `);
    conversation(`
      @ +1000ms
      > requested /cable actioncable-v1-json
      < accept actioncable-v1-json
      < send {"type":"welcome"}
      @ +2000ms
      < send {"type":"ping","message":1760000004}
    `);
  });
});

describe("subscriptions", () => {
  it("case 60: are confirmed only when the hub has answered", () => {
    conversation(`${open}
      > received {"command":"subscribe","identifier":"${lobby}"}
      < join chat:lobby
      > received {"command":"message","identifier":"${lobby}","data":"{\\"action\\":\\"echo\\",\\"n\\":1}"}
      < send {"identifier":"${lobby}","message":{"action":"echo","n":1}}
      > joined chat:lobby
      < send {"identifier":"${lobby}","type":"confirm_subscription"}
    `);
  });

  it("case 54: another key order is another subscription; one publication is then two frames", () => {
    conversation(`${open}
      > received {"command":"subscribe","identifier":"${lobby}"}
      < join chat:lobby
      > received {"command":"subscribe","identifier":"${turned}"}
      > joined chat:lobby
      < send {"identifier":"${lobby}","type":"confirm_subscription"}
      < send {"identifier":"${turned}","type":"confirm_subscription"}
      > publish chat:lobby {"body":"<b>&\u2028"}
      < send {"identifier":"${lobby}","message":{"body":"\\u003cb\\u003e\\u0026\\u2028"}}
      < send {"identifier":"${turned}","message":{"body":"\\u003cb\\u003e\\u0026\\u2028"}}
      > publish chat:other 1
      > received {"command":"unsubscribe","identifier":"${lobby}"}
      > publish chat:lobby 2
      < send {"identifier":"${turned}","message":2}
      > received {"command":"unsubscribe","identifier":"${turned}"}
      < leave chat:lobby
    `);
  });

  it("a later one on a topic that is joined already is confirmed at once", () => {
    conversation(`${open}
      > received {"command":"subscribe","identifier":"${lobby}"}
      < join chat:lobby
      > joined chat:lobby
      < send {"identifier":"${lobby}","type":"confirm_subscription"}
      > received {"command":"subscribe","identifier":"${turned}"}
      < send {"identifier":"${turned}","type":"confirm_subscription"}
    `);
  });

  it("case 55: a second subscribe to the same identifier gets silence", () => {
    conversation(`${open}
      > received {"command":"subscribe","identifier":"${lobby}"}
      < join chat:lobby
      > joined chat:lobby
      < send {"identifier":"${lobby}","type":"confirm_subscription"}
      > received {"command":"subscribe","identifier":"${lobby}"}
      < note already subscribed to ChatChannel lobby: no answer, as in Rails
    `);
  });

  it("case 76: a rejected one is not joined, and its actions are ignored", () => {
    const rejected = '{\\"channel\\":\\"ChatChannel\\",\\"reject\\":true}';
    conversation(`${open}
      > received {"command":"subscribe","identifier":"${rejected}"}
      < send {"identifier":"${rejected}","type":"reject_subscription"}
      > received {"command":"message","identifier":"${rejected}","data":"{\\"action\\":\\"speak\\"}"}
      < note not subscribed to ChatChannel true: action ignored
    `);
  });

  it("case 73: Turbo::StreamsChannel without a signed name is rejected; with one, its topic is the decoded name", () => {
    const turbo = '{\\"channel\\":\\"Turbo::StreamsChannel\\",\\"signed_stream_name\\":\\"InBvc3RzIg==--00\\"}';
    conversation(`${open}
      > received {"command":"subscribe","identifier":"{\\"channel\\":\\"Turbo::StreamsChannel\\"}"}
      < send {"identifier":"{\\"channel\\":\\"Turbo::StreamsChannel\\"}","type":"reject_subscription"}
      > received {"command":"subscribe","identifier":"${turbo}"}
      < join posts
    `);
  });
});

describe("what Rails meets with silence", () => {
  it("case 61: a broken frame, an unknown command, a missing channel, an action without a subscription", () => {
    conversation(`${open}
      > received this is not json
      < note could not handle a frame: not JSON: unexpected "t": this is not json
      > received []
      < note could not handle a frame: an array, where an object belongs: []
      > received {"command":"nope","identifier":"${lobby}"}
      < note unrecognized command "nope"
      > received {"command":"subscribe","identifier":"ChatChannel"}
      < note identifier ChatChannel is not JSON: unexpected "C": no answer
      > received {"command":"subscribe","identifier":"{\\"channel\\":\\"String\\"}"}
      < note no channel class is called String: no answer, as in Rails
      > received {"command":"message","identifier":"${lobby}","data":"{}"}
      < note not subscribed to ChatChannel lobby: action ignored
      > received {"command":"unsubscribe","identifier":"${lobby}"}
      < note not subscribed to ChatChannel lobby: unsubscribe ignored
      > received {"type":"pong"}
      < note unrecognized command ""
    `);
  });

  it("case 53: an identifier that is an object", () => {
    conversation(`${open}
      > received {"command":"subscribe","identifier":{"channel":"ChatChannel"}}
      < note could not handle a frame: \`identifier\` is an object, where a string of JSON belongs: {"command":"subscribe","identifier":{"channel":"ChatChannel"}}
    `);
  });
});

describe("commands of the person who runs the mock", () => {
  it("case 65: restart, kick, with either flag, and any reason", () => {
    for (const [command, frame] of [
      ["restart", '{"type":"disconnect","reason":"server_restart","reconnect":true}'],
      ["kick", '{"type":"disconnect","reason":"remote","reconnect":true}'],
      ['kick {"reconnect":"false"}', '{"type":"disconnect","reason":"remote","reconnect":false}'],
      ['kick {"reason":"token_expired"}', '{"type":"disconnect","reason":"token_expired","reconnect":true}'],
    ]) {
      conversation(`${open}
        > command ${command}
        < send ${frame}
        < close 1000
        > command restart
        > received {"command":"subscribe","identifier":"${lobby}"}
        @ +10000ms
      `);
    }
  });

  it("drop cuts the connection without a word", () => {
    conversation(`${open}
      > command drop
      < drop
      > command drop
      @ +10000ms
    `);
  });

  it("ignores what it does not know", () => {
    conversation(`${open}
      > command dance
    `);
  });
});

describe("publications", () => {
  it("are encoded once for all subscribers of an identifier", () => {
    let reads = 0;
    const data = {
      toJSON() {
        reads += 1;
        return { body: "hi" };
      },
    };
    const publication = { topic: "chat", globalId: 1, offset: 1, epoch: "abcd", at: 0, data };
    const frames = ["{}", "{}", '{"a":1}', "{}"].map((identifier) => publicationFrame(identifier, publication));
    expect(reads).toBe(1);
    expect(frames[3]).toBe(frames[0]);
    expect(frames[2]).toBe('{"identifier":"{\\"a\\":1}","message":{"body":"hi"}}');
  });
});
