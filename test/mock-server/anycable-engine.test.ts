/** Our own client against the mock's AnyCable over real sockets, through the whole engine: rows, verdicts, details. */
import { describe, expect, it } from "vitest";
import type { Row } from "../../src/bridge/rows.ts";
import { endpoint, newEngine } from "../engine/engines.ts";

const lobby = { channels: 'ChatChannel {"room":"lobby"}' };

async function connect(settings: Record<string, string> = {}) {
  const { engine, witness } = newEngine();
  const { doors } = await engine.startMock({});
  const door = doors.find(({ protocol }) => protocol === "anycable");
  const session = await engine.connect(endpoint(door?.url ?? "", "anycable", { ...lobby, ...settings }));
  const view = await engine.openView(session.id, { filter: "", foldHeartbeats: false });
  const rows = async () => (await engine.rows(view.view, 0, 1_000)).rows;
  /** Waits for a row of that kind, and gives all there are by then. */
  async function rowsWith(kind: string, count = 1): Promise<readonly Row[]> {
    for (let seen = 0; ; ) {
      const found = await rows();
      if (found.filter((row) => row.kind === kind).length >= count) return found;
      seen = Math.max(seen, witness.sessions.get(session.id)?.entries ?? 0, found.length);
      await witness.until(() => (witness.sessions.get(session.id)?.entries ?? 0) > seen);
    }
  }
  return { engine, session, rowsWith };
}

describe("our client and the mock", () => {
  it.each(["actioncable-v1-ext-json", "actioncable-v1-ext-msgpack", "actioncable-v1-ext-protobuf"])(
    "%s: rows with positions, read again from the capture",
    async (subprotocols) => {
      const { engine, session, rowsWith } = await connect({ subprotocols });
      await rowsWith("confirm_history");
      await engine.publish("chat:lobby", { text: "hi" });
      const row = (await rowsWith("message")).find(({ kind }) => kind === "message");
      expect(row).toMatchObject({ channelLabel: "ChatChannel lobby", summary: '{"text":"hi"}', level: undefined });
      expect(row?.eventId).toMatch(/^\w{4}\/1$/);
      const details = await engine.details(session.id, row?.seq ?? 0);
      expect(details.facts.map(({ label }) => label)).toEqual(expect.arrayContaining(["Stream", "Offset", "Epoch"]));
    },
  );

  it("is restored after the mock has cut it, and says that nothing was missed", async () => {
    const { engine, session, rowsWith } = await connect();
    await rowsWith("confirm_history");
    await engine.mockCommand({ kind: "drop", values: {} });
    // Its back-off would be 1.5 s at least.
    await rowsWith("reconnectScheduled");
    await engine.command(session.id, { kind: "reconnect", values: {} });
    const rows = await rowsWith("resumed");
    expect(rows.filter(({ source }) => source === "event").map(({ kind, level }) => `${level} ${kind}`)).toEqual([
      "good subscribed",
      "note reconnectScheduled",
      "good sessionRestored",
      "good resumed",
    ]);
  });

  it("shows a token's claims and keeps the token out of its capture", async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const token = `${part({ alg: "HS256" })}.${part({ ext: '{"user_id":42}' })}.c2lnbmF0dXJlLW9mLWl0`;
    const { engine, session, rowsWith } = await connect({ subprotocols: `anycable-token.${token}` });
    const rows = await rowsWith("tokenRead");
    expect(rows.find(({ kind }) => kind === "tokenRead")?.summary).toBe('token: {"user_id":42}, never expires');
    const all = await Promise.all(rows.map(({ seq }) => engine.details(session.id, seq)));
    expect(JSON.stringify(all)).not.toContain("c2lnbmF0dXJlLW9mLWl0");
    expect(JSON.stringify(all)).toContain("redacted");
  });
});
