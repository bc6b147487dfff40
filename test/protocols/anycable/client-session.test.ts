import { describe, expect, it } from "vitest";
import { anycable } from "../../../src/protocols/anycable/index.ts";
import { reconnectAfterMs } from "../../../src/protocols/anycable/monitor.ts";
import { MisuseError } from "../../../src/protocols/kit/misuse-error.ts";
import { ClientPlayer, type ClientPlayerOptions } from "../client-player.ts";
import { play, written } from "../transcript.ts";

const lobby = '{\\"channel\\":\\"ChatChannel\\",\\"room\\":\\"lobby\\"}';
const settings = { channels: 'ChatChannel {"room":"lobby"}' };
const ext = "actioncable-v1-ext-json";
const since = '"history":{"since":1760000001,"streams":{}}';

function conversation(text: string, options: ClientPlayerOptions = {}): void {
  const player = new ClientPlayer(anycable, { settings, hide: ["status"], ...options });
  expect(play(player, text)).toBe(written(text));
}

const connected = `
  > started
  < open ws://localhost:3000/cable ${ext}
  > opened ${ext}
  > received {"type":"welcome","sid":"one"}
  < send {"command":"subscribe","identifier":"${lobby}",${since}}
  > received {"type":"confirm_subscription","identifier":"${lobby}"}
`;

describe("connecting", () => {
  it("offers the extended protocol, subscribes on welcome and asks for history since it began", () => {
    conversation(
      `
      > started
      < open ws://localhost:3000/cable ${ext}
      < status connecting [ChatChannel lobby: pending]
      > opened ${ext}
      < status open: waiting for welcome [ChatChannel lobby: pending]
      > received {"type":"welcome","sid":"one"}
      < send {"command":"subscribe","identifier":"${lobby}",${since}}
      < status open [ChatChannel lobby: pending]
      > received {"type":"confirm_subscription","identifier":"${lobby}"}
      < status open [ChatChannel lobby: confirmed]
      > received {"type":"confirm_history","identifier":"${lobby}"}
      > received {"type":"ping","message":1}
      `,
      { hide: [] },
    );
  });

  it("case 44: where the base protocol was chosen it asks for no history and offers no presence", () => {
    conversation(
      `
      > started
      < open ws://localhost:3000/cable actioncable-v1-ext-json,actioncable-v1-json
      > opened actioncable-v1-json
      > received {"type":"welcome","sid":"one"}
      < send {"command":"subscribe","identifier":"${lobby}"}
      > received {"type":"confirm_subscription","identifier":"${lobby}"}
      > command join {"channel":"","id":"1"}
      < misuse not-extended: Presence needs the extended protocol, and the server chose the base one. Offer actioncable-v1-ext-json.
      > command whisper {"channel":"","data":"1"}
      < send {"command":"whisper","identifier":"${lobby}","data":1}
      `,
      { settings: { ...settings, subprotocols: "actioncable-v1-ext-json\nactioncable-v1-json" } },
    );
  });

  it("brings a token beside the usual offer", () => {
    conversation(
      `
      > started
      < open ws://localhost:3000/cable actioncable-v1-ext-json,anycable-token.x.y.z
      `,
      { settings: { subprotocols: "anycable-token.x.y.z" } },
    );
  });

  it("sorts the keys of params as the official client does, and keeps whole identifiers byte for byte", () => {
    conversation(
      `
      > started
      < open ws://localhost:3000/cable ${ext}
      > opened ${ext}
      > received {"type":"welcome"}
      < send {"command":"subscribe","identifier":"{\\"a\\":1,\\"channel\\":\\"ChatChannel\\",\\"z\\":2}"}
      < send {"command":"subscribe","identifier":"{\\"z\\":2, \\"channel\\":\\"ChatChannel\\"}"}
      < send {"command":"subscribe","identifier":"{\\"channel\\":\\"$pubsub\\",\\"stream_name\\":\\"chat/1\\"}"}
      `,
      {
        settings: {
          history: "none",
          channels: 'ChatChannel {"z":2,"a":1}\n{"z":2, "channel":"ChatChannel"}\n$pubsub {"stream_name":"chat/1"}',
        },
      },
    );
  });

  it.each([
    [{ history: "yesterday" }, "bad-since"],
    [{ history: "-1" }, "bad-since"],
    [{ channels: "not a channel" }, "bad-channel"],
  ])("refuses %j", (wrong, code) => {
    const create = () => new ClientPlayer(anycable, { settings: wrong });
    expect(create).toThrowError(expect.objectContaining({ code }));
    expect(create).toThrowError(MisuseError);
  });

  it("refuses an address that is no WebSocket's", () => {
    expect(() => new ClientPlayer(anycable, { url: "ftp://h/cable" })).toThrowError(
      expect.objectContaining({ code: "bad-url" }),
    );
    expect(() => new ClientPlayer(anycable, { url: "cable" })).toThrowError(
      expect.objectContaining({ code: "bad-url" }),
    );
  });
});

describe("positions and sessions", () => {
  it("cases 77 and 78: asks for its session and its positions, until the server says goodbye", () => {
    conversation(`${connected}
      > received {"identifier":"${lobby}","message":1,"stream_id":"room","epoch":"e","offset":4}
      > command join {"channel":"","id":"42","info":"{}"}
      < send {"command":"join","identifier":"${lobby}","presence":{"id":"42","info":{}}}
      > closed
      < note reconnectScheduled: connecting again in 1.5 s, asking for the old session (AnyCable back-off, attempt 1)
      @ +1500ms
      < open ws://localhost:3000/cable?sid=one ${ext}
      > opened ${ext}
      > received {"type":"welcome","sid":"two","restored":true,"restored_ids":["${lobby}"]}
      < send {"command":"history","identifier":"${lobby}","history":{"since":1760000001,"streams":{"room":{"epoch":"e","offset":4}}}}
      < send {"command":"join","identifier":"${lobby}","presence":{"id":"42","info":{}}}
      > received {"type":"disconnect","reason":"server_restart","reconnect":true}
      < note sessionForgotten: session id forgotten: the next connection begins anew
      < close
      > closed 1001 Server restart
      < note reconnectScheduled: connecting again in 1.5 s, with a new session (AnyCable back-off, attempt 1)
      @ +1500ms
      < open ws://localhost:3000/cable ${ext}
      > opened ${ext}
      > received {"type":"welcome","sid":"three"}
      < send {"command":"subscribe","identifier":"${lobby}","history":{"since":1760000001,"streams":{"room":{"epoch":"e","offset":4}}},"presence":{"id":"42","info":{}}}
    `);
  });

  it("keeps the rest of the address when it adds the session", () => {
    conversation(
      `
      > started
      < open ws://h/cable?jid=a%20b&sid=mine#x ${ext}
      > opened ${ext}
      > received {"type":"welcome","sid":"a b"}
      > closed
      < note reconnectScheduled: connecting again in 1.5 s, asking for the old session (AnyCable back-off, attempt 1)
      @ +1500ms
      < open ws://h/cable?jid=a%20b&sid=a%20b#x ${ext}
      `,
      { settings: {}, url: "ws://h/cable?jid=a%20b&sid=mine#x" },
    );
  });

  it("asks for nothing of the kind where that was switched off", () => {
    conversation(
      `
      > started
      < open ws://localhost:3000/cable ${ext}
      > opened ${ext}
      > received {"type":"welcome","sid":"one"}
      < send {"command":"subscribe","identifier":"${lobby}"}
      > received {"type":"ping","message":1}
      > closed
      < note reconnectScheduled: connecting again in 1.5 s, with a new session (AnyCable back-off, attempt 1)
      @ +1500ms
      < open ws://localhost:3000/cable ${ext}
      `,
      { settings: { ...settings, history: "none", restore: "no" } },
    );
  });

  it("moves `since` on with every ping, and answers it when told to", () => {
    conversation(
      `${connected}
      @ +2000ms
      > received {"type":"ping","message":1}
      < send {"command":"pong"}
      > closed
      < note reconnectScheduled: connecting again in 1.5 s, asking for the old session (AnyCable back-off, attempt 1)
      @ +1500ms
      < open ws://localhost:3000/cable?sid=one ${ext}
      > opened ${ext}
      > received {"type":"welcome","sid":"two"}
      < send {"command":"subscribe","identifier":"${lobby}","history":{"since":1760000003,"streams":{}}}
      `,
      { settings: { ...settings, pongs: "yes" } },
    );
  });
});

describe("the monitor", () => {
  it("closes when nothing came for 6 s, and connects again although nobody answers", () => {
    conversation(`${connected}
      @ +9000ms
      < note foundStale: nothing received for 6.75 s: closing
      < close
      < note reconnectScheduled: connecting again in 1.5 s, asking for the old session (AnyCable back-off, attempt 1)
      < note connectionGivenUp: our close was not answered: connection cut
      < cut
      > closed
      < open ws://localhost:3000/cable?sid=one ${ext}
    `);
  });

  it("waits ever longer, without an end", () => {
    expect([0, 1, 2, 5].map((n) => reconnectAfterMs(n, 0, 0.5))).toEqual([3000, 6000, 12_000, 96_000]);
    expect([0, 1, 2, 5].map((n) => reconnectAfterMs(n, 1, 1))).toEqual([9000, 18_000, 36_000, 288_000]);
    conversation(
      `
      > started
      < open ws://localhost:3000/cable ${ext}
      > failed ECONNREFUSED
      < note reconnectScheduled: connecting again in 1.5 s, with a new session (AnyCable back-off, attempt 1)
      @ +1500ms
      < open ws://localhost:3000/cable ${ext}
      > failed ECONNREFUSED
      < note reconnectScheduled: connecting again in 3 s, with a new session (AnyCable back-off, attempt 2)
      `,
      { settings: {} },
    );
  });

  it.each(["unauthorized", "token_expired", "idle_timeout"])("case 65: stays away after %s", (reason) => {
    conversation(`
      > started
      < open ws://localhost:3000/cable ${ext}
      > opened ${ext}
      > received {"type":"disconnect","reason":"${reason}","reconnect":false}
      < note reconnectStopped: not connecting again, as the server asked (${reason})
      < close
      > closed 1000 Auth Failed
      @ +60000ms
    `);
  });

  it("sends an unanswered subscribe once more, then gives up; a late answer is turned away", () => {
    conversation(`
      > started
      < open ws://localhost:3000/cable ${ext}
      > opened ${ext}
      > received {"type":"welcome"}
      < send {"command":"subscribe","identifier":"${lobby}",${since}}
      @ +1000ms
      > received {"type":"ping","message":1}
      @ +4000ms
      < note subscribeResent: no answer to subscribe within 5 s: sent once more
      < send {"command":"subscribe","identifier":"${lobby}","history":{"since":1760000002,"streams":{}}}
      > received {"type":"ping","message":1}
      @ +5000ms
      < note subscribeGivenUp: no answer to subscribe within 10 s: given up
      > received {"type":"confirm_subscription","identifier":"x"}
      < note unsubscribedAgain: confirmed, but not waited for: unsubscribed
      < send {"command":"unsubscribe","identifier":"x"}
    `);
  });
});

describe("commands", () => {
  it("cases 85 and 86: whisper, presence and history go out as the sheet has them", () => {
    conversation(`${connected}
      > command perform {"channel":"","action":"speak","data":"{\\"text\\":\\"hi\\"}"}
      < send {"command":"message","identifier":"${lobby}","data":"{\\"text\\":\\"hi\\",\\"action\\":\\"speak\\"}"}
      > command whisper {"channel":"","data":"{\\"typing\\":true}"}
      < send {"command":"whisper","identifier":"${lobby}","data":{"typing":true}}
      > command presence {"channel":""}
      < send {"command":"presence","identifier":"${lobby}"}
      > command history {"channel":"","since":"60"}
      < send {"command":"history","identifier":"${lobby}","history":{"since":1759999941}}
      > command history {"channel":""}
      < send {"command":"history","identifier":"${lobby}",${since}}
      > command join {"channel":"","id":""}
      < misuse missing-id: Presence needs an id, such as a user's.
      > command leave {"channel":""}
      < send {"command":"leave","identifier":"${lobby}"}
      > command send {"text":"anything"}
      < warning sendWarned: sent as written, but not JSON: unexpected "a": AnyCable reads nothing more after it
      < send anything
      > command send {"text":"{}"}
      < send {}
      > command nonsense
      < misuse unknown-command: AnyCable has no command “nonsense”.
      > command whisper {"channel":"","data":"{"}
      < misuse bad-data: The data is not JSON: unexpected end (at offset 1). Any JSON value will do.
    `);
  });

  it("subscribes with a history of its own, and waits a moment after an unsubscribe", () => {
    const news = '{\\"channel\\":\\"NewsChannel\\"}';
    conversation(`${connected}
      > command subscribe {"channel":"NewsChannel","since":"10"}
      < send {"command":"subscribe","identifier":"${news}","history":{"since":1759999991,"streams":{}}}
      > received {"type":"confirm_subscription","identifier":"${news}"}
      > command unsubscribe {"channel":"NewsChannel"}
      < send {"command":"unsubscribe","identifier":"${news}"}
      @ +100ms
      > command subscribe {"channel":"NewsChannel"}
      @ +375ms
      < send {"command":"subscribe","identifier":"${news}",${since}}
    `);
  });

  it("needs a connection, and obeys disconnect and reconnect", () => {
    conversation(`${connected}
      > command reconnect
      < close
      > closed 1000
      < open ws://localhost:3000/cable?sid=one ${ext}
      > opened ${ext}
      > received {"type":"welcome","sid":"two"}
      < send {"command":"subscribe","identifier":"${lobby}",${since}}
      > command disconnect
      < close
      > closed 1000
      > command perform {"channel":"","action":"x"}
      < misuse not-open: Not connected. Reconnect first.
      @ +60000ms
      > command reconnect
      < open ws://localhost:3000/cable?sid=two ${ext}
    `);
  });

  it("speaks in binary frames where that was agreed on", () => {
    conversation(
      `
      > started
      < open ws://localhost:3000/cable actioncable-v1-ext-msgpack
      > opened actioncable-v1-ext-msgpack
      > command whisper {"channel":"","data":"1"}
      < send binary
      `,
      { settings: { ...settings, subprotocols: "actioncable-v1-ext-msgpack" } },
    );
  });
});
