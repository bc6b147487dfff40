/** What a session tells of certificates that it does not check. */
import { expect, test } from "vitest";
import { endpoint, newEngine } from "./engines.ts";

test("a session that accepts any certificate says so as long as it lives, and in an event where it matters", async () => {
  const { engine, witness } = newEngine();
  const { origin } = await engine.startMock({ tls: true });
  const stream = endpoint(`${origin}/events?topic=chat`, "sse");
  for (const trust of [{ insecure: true }, { tls: { insecure: true } }]) {
    const session = await engine.connect({ ...stream, ...trust });
    await witness.until(() => witness.sessions.get(session.id)?.state === "open");
    expect(witness.sessions.get(session.id)?.acceptsAnyCertificate).toBe(true);
    const view = await engine.openView(session.id, { filter: "", foldHeartbeats: false });
    const { rows } = await engine.rows(view.view, 0, 3);
    expect(rows.slice(0, 2)).toMatchObject([{ kind: "open" }, { kind: "certificateUnchecked", level: "warning" }]);
  }
  const plain = await engine.connect({ ...endpoint("http://127.0.0.1:1/", "sse"), insecure: true });
  expect(plain.acceptsAnyCertificate).toBeUndefined();
});
