/** How polls look in a timeline: a cycle that went well is one row, that of its reply, with its phases. */
import { expect, test } from "vitest";
import { endpoint, newEngine } from "./engines.ts";

test.each([
  ["polling", "/long-poll/chat", { mode: "long", method: "GET" }, "reply"],
  ["polling", "/long-poll/chat", { mode: "long", method: "POST", body: "{}" }, "reply"],
  ["message-bus", "/message-bus", { mode: "long poll", channels: "/chat 0" }, "message"],
])("a cycle of %s at %s with %j is one row", async (protocol, path, settings, face) => {
  const { engine, witness } = newEngine();
  const { origin } = await engine.startMock({});
  const session = await engine.connect(endpoint(`${origin}${path}`, protocol, settings));
  const rows = async (foldHeartbeats: boolean) => {
    const view = await engine.openView(session.id, { filter: "", foldHeartbeats });
    const window = await engine.rows(view.view, 0, 200);
    await engine.closeView(view.view);
    return window.rows;
  };
  const replies = async () => (await rows(false)).filter(({ kind }) => kind === face);
  await witness.until(() => witness.sessions.get(session.id)?.state === "open");
  for (let published = 1; published <= 3; published += 1) {
    await engine.publish("chat", { published });
    await expect.poll(async () => (await replies()).length).toBeGreaterThanOrEqual(published);
  }
  // The last one's end.
  await expect.poll(async () => (await rows(false)).filter(({ kind }) => kind === "closed").length).toBeGreaterThan(2);

  const raw = await rows(false);
  const folded = (await rows(true)).filter(({ fold }) => fold?.isCycle);
  // The first one's opening is a row of its own.
  const [first, ...cycles] = folded;
  expect(first?.fold?.firstSeq).toBe(first?.seq);
  expect(cycles.length).toBeGreaterThanOrEqual(2);
  for (const { seq, kind, summary, fold } of cycles) {
    expect(kind).toBe(face);
    const kinds = raw.filter((row) => row.seq >= (fold?.firstSeq ?? 0) && row.seq <= (fold?.lastSeq ?? 0));
    expect(
      kinds.map((row) => row.kind).filter((name) => name === "open" || name === face || name === "closed"),
    ).toEqual(["open", face, "closed"]);
    expect(summary).toContain("published");
    const { facts } = await engine.details(session.id, seq);
    const labels = facts.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(["Gap", "Connect", "Request", "Hold", "Response"]));
  }
});
