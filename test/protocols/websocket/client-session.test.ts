import { describe, expect, it } from "vitest";
import { websocket } from "../../../src/protocols/websocket/index.ts";
import { ClientPlayer, type ClientPlayerOptions } from "../client-player.ts";
import { play, written } from "../transcript.ts";

const url = "ws://h/ws";

function holds(transcript: string, options: ClientPlayerOptions = {}): void {
  expect(play(new ClientPlayer(websocket, { url, ...options }), transcript)).toBe(written(transcript));
}

/** The effects of one command on an open connection. */
function commanded(kind: string, values: Record<string, string>) {
  const session = websocket.createClientSession({ url, headers: [], settings: {}, random: () => 0 });
  session.handle({ kind: "started", at: 0 });
  const handshake = { request: { method: "GET", url, httpVersion: "1.1", headers: [] }, offered: [] };
  const response = { status: 101, reason: "", httpVersion: "1.1", headers: [] };
  session.handle({ kind: "opened", at: 0, handshake: { ...handshake, response } });
  return session.handle({ kind: "commanded", at: 1, command: { kind, values } });
}

describe("a conversation", () => {
  it("opens with the subprotocols offered in order, sends, and stops when it was closed", () =>
    holds(
      `
      > started
      < status connecting
      < open ws://h/ws chat.v2,chat.v1
      > opened chat.v1
      < status open: chat.v1
      > command send {"text":"hello"}
      < send hello
      > command sendBinary {"bytes":"00 ff"}
      < send binary
      > command ping {"data":"x"}
      < send ping
      > closed 1000 bye
      < status stopped
      @ +60000ms
    `,
      { settings: { subprotocols: "chat.v2\n chat.v1 \n" } },
    ));

  it("closes with the code and reason that a person chose, and stays closed", () =>
    holds(
      `
      > started
      < status connecting
      < open ws://h/ws
      > opened
      < status open
      > command close {"code":"4001","reason":"done"}
      < close 4001 done
      > command send {"text":"too late"}
      < misuse not-open: The connection is not open, so nothing can be sent. Reconnect first.
      > closed 4001 done
      < status stopped
      @ +60000ms
    `,
      { settings: { reconnect: "on" } },
    ));

  it("disconnects and connects again, the old connection first", () =>
    holds(`
      > started
      < status connecting
      < open ws://h/ws
      > command send {"text":"too early"}
      < misuse not-open: The connection is not open, so nothing can be sent. Reconnect first.
      > opened
      < status open
      > command reconnect
      < close 1000
      > command reconnect
      > closed 1000
      < status connecting
      < open ws://h/ws
      > command disconnect
      < close 1000
      > failed aborted
      < status stopped
      > command disconnect
      > command reconnect
      < status connecting
      < open ws://h/ws
    `));

  it("knows no other command", () =>
    holds(`
      > started
      < status connecting
      < open ws://h/ws
      > command dance
      < misuse unknown-command: A WebSocket has no command "dance".
    `));
});

describe("reconnecting", () => {
  const settings = { reconnect: "on" };

  it("is off unless asked for", () =>
    holds(`
      > started
      < status connecting
      < open ws://h/ws
      > opened
      < status open
      > closed
      < status stopped
      @ +60000ms
    `));

  it("doubles the wait up to 30 s, says so, and starts small again after a connection that lasted", () =>
    holds(
      `
      > started
      < status connecting
      < open ws://h/ws
      > failed ECONNREFUSED
      < status waiting: next attempt in 1 s (Framescope's own back-off, attempt 1)
      @ +1000ms
      < status connecting
      < open ws://h/ws
      > refused 503 Unavailable: later
      < status waiting: next attempt in 2 s (Framescope's own back-off, attempt 2)
      @ +2000ms
      < status connecting
      < open ws://h/ws
      > opened
      < status open
      > closed
      < status waiting: next attempt in 4 s (Framescope's own back-off, attempt 3)
      @ +4000ms
      < status connecting
      < open ws://h/ws
      > opened
      < status open
      @ +10000ms
      > closed 1001 restart
      < status waiting: next attempt in 1 s (Framescope's own back-off, attempt 1)
      > command disconnect
      < status stopped
      @ +60000ms
    `,
      { settings },
    ));

  it("never waits longer than 30 s, nor shorter than half, however long it goes on", () => {
    for (const random of [() => 0, () => 0.999]) {
      const session = websocket.createClientSession({ url, headers: [], settings, random });
      session.handle({ kind: "started", at: 0 });
      const waits: number[] = [];
      for (let attempt = 0; attempt < 2000; attempt += 1) {
        for (const effect of session.handle({ kind: "closed", at: 0, close: { kind: "closed" } }))
          if (effect.kind === "wake") waits.push(effect.afterMs);
        session.handle({ kind: "woke", at: 0, timer: "reconnect" });
      }
      expect(waits).toHaveLength(2000);
      expect(Math.min(...waits)).toBeGreaterThanOrEqual(500);
      expect(Math.max(...waits)).toBeLessThanOrEqual(30_000);
      expect(waits.at(-1)).toBeGreaterThanOrEqual(15_000);
    }
  });

  it("does not try an address again that can never be opened", () => {
    const session = websocket.createClientSession({ url, headers: [], settings, random: () => 0 });
    session.handle({ kind: "started", at: 0 });
    const failure = { stage: "url", code: "ERR_INVALID_URL", message: "" } as const;
    const effects = session.handle({ kind: "closed", at: 0, close: { kind: "failed", failure } });
    expect(effects).toContainEqual(expect.objectContaining({ status: expect.objectContaining({ state: "stopped" }) }));
  });
});

describe("case 50: pings of our own", () => {
  it("go out at the pace that was chosen, and only while connected", () =>
    holds(
      `
      > started
      < status connecting
      < open ws://h/ws
      > opened
      < status open
      @ +29999ms
      @ +1ms
      < send ping
      @ +30000ms
      < send ping
      > closed
      < status stopped
      @ +60000ms
    `,
      { settings: { pingEvery: "30 s" } },
    ));
});

describe("commands", () => {
  it.each([
    ["48 65 6c 6c 6f", [72, 101, 108, 108, 111]],
    ["0x48, 0x65", [72, 101]],
    ["DEADbeef", [0xde, 0xad, 0xbe, 0xef]],
    ["00:ff", [0, 255]],
    ["SGVsbG8=", [72, 101, 108, 108, 111]],
    ["base64:deadbeef", [0x75, 0xe6, 0x9d, 0x6d, 0xe7, 0x9f]],
    ["-_8", [0xfb, 0xff]],
    ["", []],
  ])("reads %j as bytes", (bytes, expected) => {
    expect(commanded("sendBinary", { bytes })).toEqual([
      { kind: "send", frame: { kind: "binary", data: Uint8Array.from(expected) } },
    ]);
  });

  it.each([
    ["sendBinary", { bytes: "no bytes!" }, "invalid-bytes"],
    ["sendBinary", { bytes: "base64:A" }, "invalid-bytes"],
    ["ping", { data: "x".repeat(126) }, "ping-too-long"],
    ["close", { code: "1005" }, "invalid-close-code"],
    ["close", { code: "1006" }, "invalid-close-code"],
    ["close", { code: "999" }, "invalid-close-code"],
    ["close", { code: "1015" }, "invalid-close-code"],
    ["close", { code: "5000" }, "invalid-close-code"],
    ["close", { code: "1000.5" }, "invalid-close-code"],
    ["close", { code: "soon" }, "invalid-close-code"],
    ["close", { reason: "why" }, "reason-without-code"],
    ["close", { code: "1000", reason: "ü".repeat(62) }, "reason-too-long"],
  ])("refuses %s %j", (kind, values, code) => {
    expect(() => commanded(kind, values)).toThrow(expect.objectContaining({ code }));
  });

  it.each(["1000", "1003", "1007", "1014", "3000", "4999"])("closes with %s", (code) => {
    expect(commanded("close", { code })).toEqual([{ kind: "close", code: Number(code), reason: undefined }]);
  });

  it("case 34: closes without a code when none is given", () => {
    expect(commanded("close", {})).toEqual([{ kind: "close", code: undefined, reason: undefined }]);
  });
});

describe("settings", () => {
  const session = (settings: Record<string, string>) =>
    websocket.createClientSession({ url, headers: [], settings, random: () => 0 });

  it.each([
    [{ subprotocols: "chat room" }, "invalid-subprotocol"],
    [{ subprotocols: "ünï" }, "invalid-subprotocol"],
    [{ subprotocols: "a(b)" }, "invalid-subprotocol"],
    [{ subprotocols: "a\nb\na" }, "duplicate-subprotocol"],
    [{ reconnect: "maybe" }, "invalid-reconnect"],
    [{ pingEvery: "toString" }, "invalid-ping-every"],
  ])("refuses %j", (settings, code) => {
    expect(() => session(settings)).toThrow(expect.objectContaining({ code }));
  });

  it("takes what the form offers", () => {
    for (const field of websocket.connectForm)
      for (const choice of field.choices ?? []) expect(session({ [field.name]: choice })).toBeDefined();
  });

  it("passes on what the endpoint says of the connection", () => {
    const options = {
      url,
      headers: [["Origin", "http://h"]],
      settings: { subprotocols: "a, b" },
      random: () => 0,
    } as const;
    const more = { followRedirects: true, maxPayloadBytes: 5 };
    const effects = websocket.createClientSession({ ...options, ...more }).handle({ kind: "started", at: 0 });
    expect(effects).toContainEqual({
      kind: "open",
      request: { url, headers: options.headers, subprotocols: ["a", "b"], ...more },
    });
  });
});
