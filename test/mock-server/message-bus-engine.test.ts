/** Our own client against the mock's MessageBus through the whole engine: rows, folding, details, commands. */
import { describe, expect, it } from "vitest";
import type { Row } from "../../src/bridge/rows.ts";
import { endpoint, newEngine } from "../engine/engines.ts";

async function connect(settings: Record<string, string>) {
  const { engine, witness } = newEngine();
  const { doors } = await engine.startMock({});
  const door = doors.find(({ protocol }) => protocol === "message-bus");
  await engine.publish("chat", { text: "before" });
  const session = await engine.connect(endpoint(door?.url ?? "", "message-bus", settings));
  async function view(foldHeartbeats: boolean): Promise<() => Promise<readonly Row[]>> {
    const opened = await engine.openView(session.id, { filter: "", foldHeartbeats });
    return async () => (await engine.rows(opened.view, 0, 1_000)).rows;
  }
  const all = await view(false);
  /** Waits until there are so many rows of that kind, and gives all there are by then. */
  async function rowsWith(kind: string, count = 1): Promise<readonly Row[]> {
    for (let seen = 0; ; ) {
      const found = await all();
      if (found.filter((row) => row.kind === kind).length >= count) return found;
      seen = Math.max(seen, witness.sessions.get(session.id)?.entries ?? 0, found.length);
      await witness.until(() => (witness.sessions.get(session.id)?.entries ?? 0) > seen);
    }
  }
  return { engine, session, view, rowsWith };
}

describe("our client and the mock", () => {
  it("shows messages with their ids, and polls with what they ask, read again from the capture", async () => {
    const { engine, session, rowsWith } = await connect({ channels: "/chat 0" });
    const rows = await rowsWith("message");
    expect(rows.find(({ kind }) => kind === "message")).toMatchObject({
      channelLabel: "/chat",
      eventId: "1",
      summary: '{"text":"before"}',
      heartbeat: false,
    });
    const poll = rows.find(({ kind }) => kind === "stream");
    expect(poll).toMatchObject({ direction: "sent", summary: "seq 1 · /chat 0", heartbeat: false });
    const details = await engine.details(session.id, poll?.seq ?? 0);
    expect(details.facts.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      "Mode: stream",
      "__seq: 1",
      "/chat: 0",
    ]);
  });

  it("folds polls that brought nothing into one row: request, opening, reply, ending and record", async () => {
    const { view, rowsWith } = await connect({ channels: "/chat 1", mode: "plain poll", interval: "0.1" });
    const rows = await rowsWith("polled", 4);
    const kinds = rows.slice(0, 10).map(({ kind, heartbeat }) => `${kind}${heartbeat ? " ♥" : ""}`);
    expect(kinds).toEqual([
      "plain_poll",
      "open",
      "empty ♥",
      "closed ♥",
      "polled ♥",
      "plain_poll ♥",
      "open ♥",
      "empty ♥",
      "closed ♥",
      "polled ♥",
    ]);
    const folded = await (await view(true))();
    expect(folded.map(({ kind, fold }) => (fold ? "run" : kind))).toEqual(["plain_poll", "open", "run"]);
    expect(folded[2]?.fold?.count).toBeGreaterThanOrEqual(18);
  });

  it("subscribes while it streams", async () => {
    const { engine, session, rowsWith } = await connect({ channels: "/news" });
    await rowsWith("status");
    await engine.command(session.id, { kind: "subscribe", values: { channel: "/chat", position: "0" } });
    const rows = await rowsWith("message");
    expect(rows.find(({ kind }) => kind === "message")?.summary).toBe('{"text":"before"}');
    expect(rows.filter(({ kind }) => kind === "stream").map(({ summary }) => summary)).toEqual([
      "seq 1 · /news -1",
      "seq 2 · /news 0, /chat 0",
    ]);
  });
});
