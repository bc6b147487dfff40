/** What goes out comes in again: the same rows with the same verdicts. */
import { expect, test } from "vitest";
import type { SessionSummary } from "../../src/bridge/engine-api.ts";
import { chatEndpoint, type EngineUnderTest, endpoint, newEngine, recorded } from "../engine/engines.ts";
import { startCablePeer, startWebSocketPeer } from "../engine/peers.ts";
import { startMock } from "../mock-server/running-mock.ts";
import { exported, imported, rowsOf, shown } from "./transfers.ts";

const identifier = '{"channel":"ChatChannel","room":"lobby"}';
const chat = (message: unknown) => JSON.stringify({ identifier, message });

/** Welcomed, subscribed, told two things and a malformed one, and closed with 1001. */
async function recordedChat(under: EngineUnderTest): Promise<SessionSummary> {
  const origin = await startWebSocketPeer((client) => {
    client.send('{"type":"welcome"}');
    client.on("message", () => {
      client.send(JSON.stringify({ identifier, type: "confirm_subscription" }));
      client.send(chat({ body: "hello", from: "ana@example.com" }));
      client.send("{not json");
      client.send(chat("grüße"));
      client.close(1001, "going");
    });
  });
  const session = await under.engine.connect(chatEndpoint(origin));
  await under.witness.until(() => under.witness.sessions.get(session.id)?.state === "waiting");
  await under.engine.command(session.id, { kind: "disconnect", values: {} });
  return session;
}

test("NDJSON: identical rows, moments and verdicts", async () => {
  const under = newEngine();
  const session = await recordedChat(under);
  const before = await rowsOf(under, session.id);
  const { path } = await exported(under, session.id, "ndjson");
  const report = await imported(under, path);
  expect(report).toMatchObject({ notTaken: [], remarks: [], captures: [{ protocolTitle: "Action Cable" }] });
  const after = await rowsOf(under, String(report.captures[0]?.session));
  expect(after).toEqual(before);
  expect(before.filter(({ level }) => level === "error" || level === "warning").length).toBeGreaterThan(0);
  const verdict = before.find(({ source, level }) => source === "event" && level === "error");
  const details = await under.engine.details(String(report.captures[0]?.session), verdict?.seq ?? 0);
  expect(details.verdict).toEqual((await under.engine.details(session.id, verdict?.seq ?? 0)).verdict);
});

test("NDJSON: a second trip writes the same lines", async () => {
  const under = newEngine();
  const session = await recordedChat(under);
  const first = await exported(under, session.id, "ndjson");
  const report = await imported(under, first.path);
  const second = await exported(under, String(report.captures[0]?.session), "ndjson");
  const lines = (text: string) =>
    text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  expect(lines(second.text)).toEqual(lines(first.text));
});

test("HAR: the same messages, and the verdicts that rest on them", async () => {
  const under = newEngine();
  const session = await recordedChat(under);
  const before = await rowsOf(under, session.id);
  const { path, text } = await exported(under, session.id, "har");
  const { log } = JSON.parse(text);
  expect(log.version).toBe("1.2");
  expect(log.entries[0]._resourceType).toBe("websocket");
  const report = await imported(under, path);
  expect(report.notTaken).toEqual([]);
  expect(report.captures).toMatchObject([{ protocolTitle: "Action Cable", connections: log.entries.length }]);
  const after = await rowsOf(under, String(report.captures[0]?.session));
  const messages = (rows: typeof before) => shown(rows.filter(({ source }) => source !== "event"));
  expect(messages(after)).toEqual(messages(before));
  expect(after.map(({ kind }) => kind)).toContain("subscribed");
});

test("HAR: a body that came in slices is judged by when each came", async () => {
  const under = newEngine();
  const { origin, publish, when } = await startMock();
  const session = await under.engine.connect(endpoint(`${origin}/events?topic=chat`, "sse"));
  await when(({ topics }) => topics[0]?.subscribers === 1);
  publish("chat", { body: "eins" });
  publish("chat", { body: "zwei", to: "bo@example.com" });
  await under.witness.until(() => (under.witness.sessions.get(session.id)?.entries ?? 0) >= 3);
  await under.engine.command(session.id, { kind: "disconnect", values: {} });
  const before = await rowsOf(under, session.id);
  const { path, text } = await exported(under, session.id, "har", { redact: ["email"] });
  const [entry] = JSON.parse(text).log.entries;
  expect(entry._resourceType).toBe("eventsource");
  expect(entry.response.content.text).toContain("[email-1]");
  expect(entry.response.content.text).not.toContain("bo@example.com");
  const report = await imported(under, path);
  const after = await rowsOf(under, String(report.captures[0]?.session));
  const messages = (rows: typeof before) => rows.filter(({ source }) => source === "message");
  expect(messages(after).map(({ kind, eventId }) => [kind, eventId])).toEqual(
    messages(before).map(({ kind, eventId }) => [kind, eventId]),
  );
  const at = (rows: typeof before) => messages(rows).map((row) => Math.round(row.at));
  expect(at(after)).toEqual(at(before));
});

test("HAR: polls and what they posted", async () => {
  const under = newEngine();
  const { origin, publish } = await startMock();
  publish("chat", { n: 1 });
  const settings = { channels: "/chat 0", mode: "plain poll", interval: "0.1" };
  const session = await under.engine.connect(endpoint(`${origin}/message-bus`, "message-bus", settings));
  await recorded(under.witness, session, 12);
  await under.engine.command(session.id, { kind: "disconnect", values: {} });
  const before = await rowsOf(under, session.id);
  expect(before.map(({ kind }) => kind)).toContain("message");
  const { path } = await exported(under, session.id, "har");
  const report = await imported(under, path);
  expect(report.captures).toMatchObject([{ protocolTitle: "MessageBus" }]);
  const after = await rowsOf(under, String(report.captures[0]?.session));
  const messages = (rows: typeof before) => shown(rows.filter(({ source }) => source === "message"));
  expect(messages(after)).toEqual(messages(before));
});

test("chosen rows alone go out, with the frames that they came from", async () => {
  const under = newEngine();
  const origin = await startCablePeer(chat("one"), chat("two"), chat("three"));
  const session = await under.engine.connect(chatEndpoint(origin));
  await recorded(under.witness, session, 8);
  const rows = await rowsOf(under, session.id);
  const seqs = rows.filter(({ kind }) => kind === "message").map(({ seq }) => seq);
  const range = { kind: "rows", seqs: seqs.slice(1) } as const;
  const { path } = await exported(under, session.id, "ndjson", { range });
  const report = await imported(under, path);
  const after = await rowsOf(under, String(report.captures[0]?.session));
  expect(after.map(({ summary }) => summary)).toEqual(
    rows.filter(({ seq }) => range.seqs.includes(seq)).map(({ summary }) => summary),
  );
  const view = await under.engine.openView(session.id, { filter: "three", foldHeartbeats: false });
  await under.witness.until(() => true);
  const har = await exported(under, session.id, "har", { range: { kind: "view", view: view.view } });
  expect(JSON.parse(har.text).log.entries[0]._webSocketMessages).toMatchObject([
    { type: "receive", data: chat("three") },
  ]);
});
