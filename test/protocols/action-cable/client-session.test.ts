import { describe, expect, it } from "vitest";
import { actionCable } from "../../../src/protocols/action-cable/index.ts";
import { ClientPlayer, type ClientPlayerOptions } from "../client-player.ts";
import { play, written } from "../transcript.ts";

const lobby = '{\\"channel\\":\\"ChatChannel\\",\\"room\\":\\"lobby\\"}';
const settings = { channels: 'ChatChannel {"room":"lobby"}' };

function conversation(text: string, options: ClientPlayerOptions = { settings, hide: ["status"] }): void {
  expect(play(new ClientPlayer(actionCable, options), text)).toBe(written(text));
}

describe("connecting", () => {
  it("offers what the official client offers, waits for the welcome, then subscribes", () => {
    conversation(
      `
      > started
      < open ws://localhost:3000/cable actioncable-v1-json,actioncable-unsupported
      < status connecting [ChatChannel lobby: pending]
      > opened actioncable-v1-json
      < status open: waiting for welcome [ChatChannel lobby: pending]
      > received {"type":"welcome"}
      < send {"command":"subscribe","identifier":"${lobby}"}
      < status open [ChatChannel lobby: pending]
      > received {"identifier":"${lobby}","type":"confirm_subscription"}
      < status open [ChatChannel lobby: confirmed]
      > received {"identifier":"${lobby}","message":1}
      > received {"type":"ping","message":1760000004}
      `,
      { settings },
    );
  });

  it("turns an http address into a ws one, and offers what was set", () => {
    conversation(
      `
      > started
      < open wss://example.com/cable?token=1 custom,actioncable-v1-json
      `,
      {
        url: "https://example.com/cable?token=1",
        settings: { subprotocols: "custom\nactioncable-v1-json" },
        hide: ["status"],
      },
    );
  });

  it("case 69: offers nothing when asked to, and says that the official client would not read the answer", () => {
    conversation(
      `
      > started
      < open ws://localhost:3000/cable
      > opened
      < note keptUnsupported: kept open, though the official client would close: subprotocol none
      `,
      { settings: { subprotocols: "none" }, hide: ["status"] },
    );
  });

  it("case 68: shows the frames of a server without a known subprotocol, and says what the official client does", () => {
    conversation(
      `
      > started
      < open ws://localhost:3000/cable actioncable-v1-json,actioncable-unsupported
      < status connecting
      > opened actioncable-unsupported
      < note keptUnsupported: kept open, though the official client would close: subprotocol actioncable-unsupported
      < status open: waiting for welcome
      > received {"type":"welcome"}
      < status open
      @ +30000ms
      > closed 1000
      < status stopped
      `,
      {},
    );
  });
});

describe("the guarantor", () => {
  it("sends a subscribe again every 500 ms until it is answered", () => {
    conversation(`
      > started
      < open ws://localhost:3000/cable actioncable-v1-json,actioncable-unsupported
      > opened actioncable-v1-json
      > received {"type":"welcome"}
      < send {"command":"subscribe","identifier":"${lobby}"}
      @ +499ms
      @ +1ms
      < send {"command":"subscribe","identifier":"${lobby}"}
      @ +500ms
      < send {"command":"subscribe","identifier":"${lobby}"}
      > received {"identifier":"${lobby}","type":"confirm_subscription"}
      @ +5000ms
    `);
  });

  it("is started anew by each new subscribe", () => {
    conversation(`
      > started
      < open ws://localhost:3000/cable actioncable-v1-json,actioncable-unsupported
      > opened actioncable-v1-json
      > received {"type":"welcome"}
      < send {"command":"subscribe","identifier":"${lobby}"}
      @ +400ms
      > command subscribe {"channel":"NewsChannel"}
      < send {"command":"subscribe","identifier":"{\\"channel\\":\\"NewsChannel\\"}"}
      @ +499ms
      @ +1ms
      < send {"command":"subscribe","identifier":"${lobby}"}
      < send {"command":"subscribe","identifier":"{\\"channel\\":\\"NewsChannel\\"}"}
    `);
  });

  it("stops with the connection", () => {
    conversation(`
      > started
      < open ws://localhost:3000/cable actioncable-v1-json,actioncable-unsupported
      > opened actioncable-v1-json
      > received {"type":"welcome"}
      < send {"command":"subscribe","identifier":"${lobby}"}
      > closed
      < note reconnectScheduled: next check in 6 s (Rails 8 back-off)
      @ +3000ms
    `);
  });
});

describe("the monitor", () => {
  const open = `
      > started
      < open ws://localhost:3000/cable actioncable-v1-json,actioncable-unsupported
      > opened actioncable-v1-json
      > received {"type":"welcome"}`;

  it("closes a stale connection, and opens the next 500 ms later", () => {
    conversation(
      `${open}
      @ +3000ms
      > received {"type":"ping","message":1760000004}
      @ +6000ms
      @ +3000ms
      < note reconnecting: attempt 1: nothing received for 9 s (Rails 8 back-off)
      < close
      > closed 1000
      @ +499ms
      @ +1ms
      < open ws://localhost:3000/cable actioncable-v1-json,actioncable-unsupported
      > opened actioncable-v1-json
      > received {"type":"welcome"}
      `,
      { hide: ["status"] },
    );
  });

  it("case 62: takes any message for a sign of life, as since Rails 7.2", () => {
    conversation(
      `${open}
      @ +5000ms
      > received {"identifier":"{}","message":1}
      @ +5000ms
      > received {"identifier":"{}","message":1}
      @ +5000ms
      > received {"identifier":"{}","message":1}
      `,
      { hide: ["status"] },
    );
  });

  it("case 62: with the 6.x monitor only pings and the welcome count, and it looks every 3 s", () => {
    conversation(
      `${open}
      @ +5000ms
      > received {"identifier":"{}","message":1}
      @ +4000ms
      < note reconnecting: attempt 1: nothing received for 9 s (Rails 6 back-off)
      < close
      `,
      { settings: { policy: "rails-6" }, hide: ["status"] },
    );
  });

  it("does not connect at once after a close: it waits for its next look, and for 6 s since the end", () => {
    conversation(
      `
      > started
      < open ws://localhost:3000/cable actioncable-v1-json,actioncable-unsupported
      < status connecting
      > opened actioncable-v1-json
      < status open: waiting for welcome
      > received {"type":"welcome"}
      < status open
      @ +4000ms
      > closed 1000
      < note reconnectScheduled: next check in 2 s (Rails 8 back-off)
      < status waiting: next check in 2 s (Rails 8 back-off, attempt 1)
      @ +2000ms
      < note reconnectPostponed: not stale for another 0 ms: next check in 6 s (Rails 8 back-off)
      < status waiting: next check in 6 s (Rails 8 back-off, attempt 1)
      @ +6000ms
      < note reconnecting: attempt 1: nothing received for 12 s (Rails 8 back-off)
      < open ws://localhost:3000/cable actioncable-v1-json,actioncable-unsupported
      < status connecting: attempt 1
      > refused 404 Not Found: Page not found
      < note reconnectScheduled: next check in 6.9 s (Rails 8 back-off)
      < status waiting: next check in 6.9 s (Rails 8 back-off, attempt 2)
      `,
      {},
    );
  });

  it("counts a look that finds the connection stale but ended too recently", () => {
    conversation(
      `${open}
      @ +5900ms
      > closed
      < note reconnectScheduled: next check in 100 ms (Rails 6 back-off)
      @ +100ms
      < note reconnectPostponed: not stale for another 0 ms: next check in 3 s (Rails 6 back-off)
      @ +3000ms
      < note reconnectPostponed: the connection ended only 3.1 s ago: next check in 3.47 s (Rails 6 back-off)
      @ +3466ms
      < note reconnecting: attempt 2: nothing received for 12.5 s (Rails 6 back-off)
      < open ws://localhost:3000/cable actioncable-v1-json,actioncable-unsupported
      `,
      { settings: { policy: "rails-6" }, hide: ["status"] },
    );
  });

  it("leaves a socket alone that is still connecting", () => {
    conversation(
      `
      > started
      < open ws://localhost:3000/cable actioncable-v1-json,actioncable-unsupported
      @ +6000ms
      @ +6000ms
      < note reconnectPostponed: attempt 1: still connecting, left alone
      > opened actioncable-v1-json
      `,
      { hide: ["status"] },
    );
  });

  it("case 65: a disconnect with reconnect true closes, with false it stops for good, without a flag as well", () => {
    conversation(
      `${open}
      > received {"type":"disconnect","reason":"server_restart","reconnect":true}
      < close
      > closed 1000
      < note reconnectScheduled: next check in 6 s (Rails 8 back-off)
      `,
      { hide: ["status"] },
    );
    for (const flag of [',"reconnect":false', ""]) {
      conversation(
        `${open}
        > received {"type":"disconnect","reason":"remote"${flag}}
        < note reconnectStopped: not connecting again, as the server asked (remote)
        < close
        > closed 1000
        @ +60000ms
        `,
        { hide: ["status"] },
      );
    }
  });
});

describe("commands", () => {
  const subscribed = `
      > started
      < open ws://localhost:3000/cable actioncable-v1-json,actioncable-unsupported
      > opened actioncable-v1-json
      > received {"type":"welcome"}
      < send {"command":"subscribe","identifier":"${lobby}"}
      > received {"identifier":"${lobby}","type":"confirm_subscription"}`;

  it("perform adds the action as the last key; without one Rails calls `receive`", () => {
    conversation(`${subscribed}
      > command perform {"channel":"{\\"channel\\":\\"ChatChannel\\",\\"room\\":\\"lobby\\"}","action":"speak","data":"{\\"body\\":\\"hi\\"}"}
      < send {"command":"message","identifier":"${lobby}","data":"{\\"body\\":\\"hi\\",\\"action\\":\\"speak\\"}"}
      > command perform {"channel":"ChatChannel {\\"room\\":\\"lobby\\"}","data":""}
      < send {"command":"message","identifier":"${lobby}","data":"{}"}
      > command perform {"action":"speak","data":"{\\"body\\":"}
      < misuse bad-data: The data is not JSON: unexpected end (at offset 8). It must be a JSON object.
      > command perform {"action":"speak","data":"[1]"}
      < misuse bad-data: The data must be a JSON object such as {"body":"hello"}; Rails takes nothing else.
      > command perform {"channel":"NewsChannel","action":"speak"}
      < misuse not-subscribed: Not subscribed to NewsChannel, so Rails would ignore it. Subscribed: ChatChannel lobby. The identifier must be the same to the byte.
    `);
  });

  it("case 55: a second subscribe to the same identifier goes out once, for the person to see the silence", () => {
    conversation(`${subscribed}
      > command subscribe {"channel":"ChatChannel {\\"room\\":\\"lobby\\"}"}
      < send {"command":"subscribe","identifier":"${lobby}"}
      @ +3000ms
    `);
  });

  it("unsubscribe and subscribe anew, with the same bytes", () => {
    conversation(`${subscribed}
      > command unsubscribe {"channel":"ChatChannel {\\"room\\":\\"lobby\\"}"}
      < send {"command":"unsubscribe","identifier":"${lobby}"}
      > command unsubscribe {"channel":"ChatChannel"}
      < misuse not-subscribed: Not subscribed to ChatChannel, so Rails would ignore it. Nothing is subscribed yet. The identifier must be the same to the byte.
      > command subscribe {"channel":"{ \\"channel\\": \\"ChatChannel\\" }"}
      < send {"command":"subscribe","identifier":"{ \\"channel\\": \\"ChatChannel\\" }"}
    `);
  });

  it("case 53: sends any text as written, and warns of an identifier that is an object", () => {
    conversation(`${subscribed}
      > command send {"text":"this is not json"}
      < send this is not json
      > command send {"text":"{\\"command\\":\\"subscribe\\",\\"identifier\\":{\\"channel\\":\\"ChatChannel\\"}}"}
      < warning sendWarned: \`identifier\` is an object: Rails will not answer
      < send {"command":"subscribe","identifier":{"channel":"ChatChannel"}}
    `);
  });

  it("disconnect, refuse to send, reconnect", () => {
    conversation(`${subscribed}
      > command disconnect
      < close
      > command send {"text":"x"}
      < misuse not-open: Not connected: the official client would drop this silently. Reconnect first.
      > closed 1000
      @ +60000ms
      > command reconnect
      < open ws://localhost:3000/cable actioncable-v1-json,actioncable-unsupported
      > opened actioncable-v1-json
      > received {"type":"welcome"}
      < send {"command":"subscribe","identifier":"${lobby}"}
    `);
  });

  it("reconnect while open closes first; a server that does not answer is cut after 500 ms", () => {
    conversation(`${subscribed}
      > command reconnect
      < close
      > closed 1000
      < open ws://localhost:3000/cable actioncable-v1-json,actioncable-unsupported
      > opened actioncable-v1-json
      > command reconnect
      < close
      @ +500ms
      < note connectionGivenUp: our close was not answered within 500 ms: connection cut
      < cut
      > closed
      < open ws://localhost:3000/cable actioncable-v1-json,actioncable-unsupported
    `);
  });

  it("subscribe while not connected waits for the welcome", () => {
    conversation(
      `
      > started
      < open ws://localhost:3000/cable actioncable-v1-json,actioncable-unsupported
      > command subscribe {"channel":"NewsChannel"}
      > opened actioncable-v1-json
      > received {"type":"welcome"}
      < send {"command":"subscribe","identifier":"{\\"channel\\":\\"NewsChannel\\"}"}
      `,
      { hide: ["status"] },
    );
  });

  it("refuse what does not exist", () => {
    conversation(`${subscribed}
      > command whisper {}
      < misuse unknown-command: Action Cable has no command “whisper”.
      > command subscribe {"channel":" "}
      < misuse missing-channel: Name a channel, for example ChatChannel {"room":"lobby"}.
    `);
  });
});
