/** Sessions of one engine with one server over HTTP/2: what their rows and details tell of the connection that they share. */
import { expect, test } from "vitest";
import { endpoint, newEngine } from "./engines.ts";

test("sessions of two protocols are streams of one connection, and one falls back when it is asked to", async () => {
  const { engine, witness } = newEngine();
  const { origin } = await engine.startMock({ tls: true });
  const connect = async (path: string, protocol: string, settings: Record<string, string> = {}) => {
    const session = await engine.connect({ ...endpoint(`${origin}${path}`, protocol, settings), insecure: true });
    await witness.until(() => witness.sessions.get(session.id)?.state === "open");
    const view = await engine.openView(session.id, { filter: "", foldHeartbeats: false });
    const { rows } = await engine.rows(view.view, 0, 20);
    const row = rows.find(({ kind }) => kind === "open");
    await engine.closeView(view.view);
    return row === undefined ? undefined : engine.details(session.id, row.seq);
  };
  const stream = await connect("/events?topic=chat", "sse");
  const poll = await connect("/poll/chat", "polling", { mode: "short" });
  const old = await connect("/events?topic=chat", "sse", { httpVersion: "1.1" });
  await engine.publish("chat", 1);

  expect(stream?.handshake).toMatchObject({ response: { httpVersion: "2" }, stream: { id: 1, openStreams: 1 } });
  expect(poll?.handshake?.stream).toMatchObject({ connection: stream?.handshake?.stream?.connection, openStreams: 2 });
  expect(poll?.row.summary).toContain("HTTP/2 stream 3");
  expect(poll?.facts).toContainEqual({
    label: "HTTP/2",
    value: `stream 3 of connection ${poll?.handshake?.stream?.connection}`,
    aside: "beside 1 other stream",
  });
  expect(old?.handshake).toMatchObject({ response: { httpVersion: "1.1" } });
  expect(old?.handshake?.stream).toBeUndefined();
});
