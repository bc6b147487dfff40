import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import type { EngineApi } from "../../src/bridge/engine-api.ts";
import type { Row, ViewState } from "../../src/bridge/rows.ts";
import { chatEndpoint, endpoint, newEngine, recorded } from "./engines.ts";
import { startCablePeer, startWebSocketPeer, unusedPort } from "./peers.ts";

const identifier = '{"channel":"ChatChannel","room":"lobby"}';
const everything = { filter: "", foldHeartbeats: false };

function chat(message: unknown): string {
  return JSON.stringify({ identifier, message });
}

function ping(at: number): string {
  return JSON.stringify({ type: "ping", message: at });
}

async function allRows(engine: EngineApi, view: ViewState): Promise<readonly Row[]> {
  return (await engine.rows(view.view, 0, 1_000)).rows;
}

test("names its protocols with what they ask for", async () => {
  const { engine } = newEngine();
  const cable = (await engine.protocols()).find(({ id }) => id === "action-cable");
  expect(cable).toMatchObject({ title: "Action Cable", transport: "websocket" });
  expect(cable?.connectForm.map((field) => field.name)).toContain("channels");
  expect(cable?.commandForms.map((form) => form.kind)).toContain("perform");
});

test("records a conversation and shows it as rows", async () => {
  const { engine, witness } = newEngine();
  const origin = await startCablePeer(ping(1), ping(2), chat({ body: "hello" }), ping(3));
  const session = await engine.connect(chatEndpoint(origin));
  expect(session).toMatchObject({ state: "connecting", protocolTitle: "Action Cable", verdicts: 0 });
  await recorded(witness, session, 9);

  const view = await engine.openView(session.id, everything);
  expect(view).toMatchObject({ session: session.id, rows: 9, entries: 9, matches: 9, scanned: 9, generation: 0 });
  const rows = await allRows(engine, view);
  expect(rows.map((row) => `${row.seq} ${row.direction ?? "-"} ${row.kind}`)).toEqual([
    "1 received open",
    "2 received welcome",
    "3 sent subscribe",
    "4 received confirm_subscription",
    "5 - subscribed",
    "6 received ping",
    "7 received ping",
    "8 received message",
    "9 received ping",
  ]);
  expect(rows[7]).toMatchObject({ channel: identifier, channelLabel: "ChatChannel lobby", source: "message" });
  expect(rows[7]?.summary).toContain("hello");
  expect(rows[4]).toMatchObject({ source: "event", level: "good", direction: undefined });
  expect(rows[0]?.deltaMs).toBeUndefined();
  expect(rows[1]?.deltaMs).toBeGreaterThanOrEqual(0);

  const summary = (await engine.sessions())[0];
  expect(summary).toMatchObject({ id: session.id, state: "open", entries: 9, subprotocol: "actioncable-v1-json" });
  expect(summary?.channels).toEqual([{ channel: identifier, label: "ChatChannel lobby", state: "confirmed" }]);
});

test("says of which kinds a fold is, where they are several", async () => {
  const { engine, witness } = newEngine();
  const origin = await startWebSocketPeer((client) => {
    client.ping("a");
    client.once("pong", () => client.ping("b"));
  });
  const session = await engine.connect(endpoint(origin, "websocket"));
  await recorded(witness, session, 5);
  const view = await engine.openView(session.id, { filter: "", foldHeartbeats: true });
  const [, folded] = await allRows(engine, view);
  expect(folded?.fold).toMatchObject({ count: 4, lastSeq: 5, kinds: ["ws_ping", "ws_pong"] });
});

test("folds heartbeats, filters, and finds rows again", async () => {
  const { engine, witness } = newEngine();
  const origin = await startCablePeer(ping(1), ping(2), chat("needle"), ping(3), ping(4), ping(5));
  const session = await engine.connect(chatEndpoint(origin));
  await recorded(witness, session, 11);

  const view = await engine.openView(session.id, { filter: "", foldHeartbeats: true });
  const folded = (await allRows(engine, view)).filter((row) => row.fold);
  expect(folded.map((row) => [row.seq, row.fold?.count, row.fold?.lastSeq])).toEqual([
    [6, 2, 7],
    [9, 3, 11],
  ]);
  expect(folded[0]?.fold).not.toHaveProperty("kinds");
  expect(folded[1]?.fold?.untilAt).toBeGreaterThanOrEqual(folded[1]?.at ?? Number.NaN);
  expect(await engine.indexOf(view.view, 11)).toBe(7);

  const filtered = await engine.setView(view.view, { filter: "NEEDLE", foldHeartbeats: true });
  expect(filtered).toMatchObject({ rows: 1, matches: 1, entries: 11, scanned: 11 });
  expect(await allRows(engine, filtered)).toMatchObject([{ seq: 8, kind: "message" }]);
  expect(await engine.indexOf(view.view, 3)).toBe(0);
});

test("tells of live rows that match, and of nothing for a view that is closed", async () => {
  const { engine, witness } = newEngine();
  let say: (text: string) => void = () => {};
  const origin = await startWebSocketPeer((client) => {
    say = (text) => client.send(text);
  });
  const session = await engine.connect(endpoint(`${origin}/ws`, "websocket"));
  await recorded(witness, session, 1);
  const view = await engine.openView(session.id, { filter: "yes", foldHeartbeats: true });
  const closed = await engine.openView(session.id, everything);
  await engine.closeView(closed.view);
  expect(view.rows).toBe(0);

  say("no");
  say("yes, this");
  await witness.until(() => witness.states.at(-1)?.rows === 1);
  expect(await allRows(engine, view)).toMatchObject([{ summary: "yes, this" }]);
  expect(witness.states.every((state) => state.view === view.view)).toBe(true);
  await expect(engine.rows(closed.view, 0, 1)).rejects.toThrow("This view is closed.");
});

test("gives commands to a session, and what was sent is a row", async () => {
  const { engine, witness } = newEngine();
  const origin = await startCablePeer();
  const session = await engine.connect(chatEndpoint(origin));
  await recorded(witness, session, 5);
  const values = { channel: identifier, action: "speak", data: '{"body":"hi"}' };
  await engine.command(session.id, { kind: "perform", values });
  await recorded(witness, session, 6);
  const view = await engine.openView(session.id, { filter: "speak", foldHeartbeats: false });
  expect(await allRows(engine, view)).toMatchObject([{ direction: "sent", kind: "perform" }]);

  await expect(engine.command(session.id, { kind: "fly", values: {} })).rejects.toThrow("fly");
  await engine.command(session.id, { kind: "disconnect", values: {} });
  await witness.until(() => witness.sessions.get(session.id)?.state === "stopped");
});

test("clears a capture: numbers go on, views begin anew", async () => {
  const { engine, witness } = newEngine();
  const origin = await startCablePeer();
  const session = await engine.connect(chatEndpoint(origin));
  await recorded(witness, session, 5);
  const view = await engine.openView(session.id, everything);
  await engine.clear(session.id);
  await witness.until(() => witness.states.at(-1)?.generation === 1);
  expect(witness.states.at(-1)).toMatchObject({ rows: 0, entries: 0 });
  const values = { channel: identifier, action: "speak", data: "{}" };
  await engine.command(session.id, { kind: "perform", values });
  await witness.until(() => witness.states.at(-1)?.rows === 1);
  expect((await engine.rows(view.view, 0, 10)).rows).toMatchObject([{ seq: 6, kind: "perform" }]);
  await expect(engine.details(session.id, 1)).rejects.toThrow("Row 1 is not in this capture any more.");
});

test("forgets a session with its views and its file", async () => {
  const { engine, witness, folder } = newEngine();
  const origin = await startCablePeer();
  const session = await engine.connect(chatEndpoint(origin));
  await recorded(witness, session, 5);
  const view = await engine.openView(session.id, everything);
  expect(readdirSync(folder)).not.toEqual([]);
  await engine.forget(session.id);
  expect(readdirSync(folder)).toEqual([]);
  expect(witness.forgotten).toEqual([session.id]);
  expect(await engine.sessions()).toEqual([]);
  await expect(engine.indexOf(view.view, 1)).rejects.toThrow("This view is closed.");
  await expect(engine.command(session.id, { kind: "disconnect", values: {} })).rejects.toThrow(
    "This session is gone. Connect again for a new one.",
  );
});

test("counts verdicts and tells the newest, with its secrets masked", async () => {
  const { engine, witness } = newEngine();
  const url = `ws://127.0.0.1:${await unusedPort()}/cable?token=abc`;
  const session = await engine.connect(endpoint(url, "action-cable", { channels: "ChatChannel" }));
  await witness.until(() => witness.verdicts.length > 0);
  expect(witness.verdicts[0]).toMatchObject({ session: session.id, kind: "connectFailed", level: "error" });
  expect(witness.verdicts[0]?.advice.join(" ")).toContain("Is the Rails server running?");
  await witness.until(() => (witness.sessions.get(session.id)?.verdicts ?? 0) > 0);
  const told = JSON.stringify([witness.sessions.get(session.id), witness.verdicts]);
  expect(told).not.toContain("abc");
  expect(told).toContain("token=redacted-3-characters");
});

test("rejects a wrong endpoint with a sentence, and leaves no file", async () => {
  const { engine, folder } = newEngine();
  await expect(engine.connect(endpoint("localhost:3000/cable", "action-cable"))).rejects.toThrow(
    '"localhost:3000/cable" has no scheme. Did you mean ws://localhost:3000/cable',
  );
  await expect(engine.connect(endpoint("ws://h/cable", "action-cable", { channels: "{" }))).rejects.toThrow(/\w/);
  await expect(engine.connect(endpoint("ws://h/cable", "carrier-pigeon"))).rejects.toThrow("carrier-pigeon");
  expect(readdirSync(folder)).toEqual([]);
  expect(await engine.sessions()).toEqual([]);
});

test("runs a mock server that a session can connect to", async () => {
  const { engine, witness } = newEngine();
  await expect(engine.publish("chat", 1)).rejects.toThrow("The mock server is not running. Start it first.");
  expect(await engine.mockState()).toEqual({ running: false, doors: [], topics: [], clients: [], faults: [] });
  const mock = await engine.startMock({});
  expect(await engine.startMock({})).toMatchObject({ running: true, port: mock.port });
  await expect(engine.startMock({ port: (mock.port ?? 0) + 1 })).rejects.toThrow(`already runs on port ${mock.port}`);

  const door = mock.doors.find(({ protocol }) => protocol === "action-cable");
  const { url } = door?.sample ?? { url: "" };
  const session = await engine.connect(endpoint(url, "action-cable", { channels: 'ChatChannel {"room":"lobby"}' }));
  await witness.until(() => witness.sessions.get(session.id)?.channels[0]?.state === "confirmed");
  expect(await engine.publish("chat:lobby", { body: "to all" })).toMatchObject({ subscribers: 1, offset: 1 });
  const view = await engine.openView(session.id, { filter: "to all", foldHeartbeats: false });
  await witness.until(() => view.rows > 0 || (witness.states.at(-1)?.rows ?? 0) > 0);
  expect(await allRows(engine, view)).toMatchObject([{ kind: "message", channelLabel: "ChatChannel lobby" }]);

  await engine.mockCommand({ kind: "restart", values: {} });
  await witness.until(() => witness.mocks.length > 0);
  await engine.stopMock();
  await witness.until(() => witness.mocks.at(-1)?.running === false);
  expect((await engine.mockState()).running).toBe(false);
  await engine.stopMock();
});

test("ends everything at once and keeps the captures", async () => {
  const { engine, witness, folder } = newEngine();
  const origin = await startCablePeer();
  const session = await engine.connect(chatEndpoint(origin));
  await recorded(witness, session, 5);
  await engine.startMock({});
  await engine.shutdown();
  expect(readdirSync(folder)).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d-]+-[0-9a-f]{8}\.framescope$/)]);
  await expect(engine.connect(chatEndpoint(origin))).rejects.toThrow("The engine is stopping.");
});

test("windows and views have limits", async () => {
  const { engine, witness } = newEngine();
  const origin = await startWebSocketPeer((client) => {
    for (let n = 0; n < 1_200; n += 1) client.send(String(n));
  });
  const session = await engine.connect(endpoint(`${origin}/ws`, "websocket"));
  await recorded(witness, session, 1_201);
  const view = await engine.openView(session.id, everything);
  expect((await engine.rows(view.view, 0, 5_000)).rows).toHaveLength(1_000);
  expect(await engine.rows(view.view, -5, Number.NaN)).toMatchObject({ from: 0, rows: [] });
  expect((await engine.rows(view.view, 1_199, 50)).rows.map((row) => row.seq)).toEqual([1_200, 1_201]);
  for (let n = 2; n <= 32; n += 1) await engine.openView(session.id, everything);
  await expect(engine.openView(session.id, everything)).rejects.toThrow("32 timelines are open. Close one first.");
});
