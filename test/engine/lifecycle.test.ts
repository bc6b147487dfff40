/** Rows tell messages that keep the conversation going from those that bring the app something. */
import { expect, test } from "vitest";
import { endpoint, newEngine } from "./engines.ts";

test("greetings and confirmations are lifecycle, messages are not, and neither are rows of the transport", async () => {
  const { engine, witness } = newEngine();
  const { origin } = await engine.startMock({});
  const address = `${origin?.replace("http", "ws")}/cable`;
  const session = await engine.connect(endpoint(address, "anycable", { channels: "ChatChannel", history: "300" }));
  await witness.until(() => witness.sessions.get(session.id)?.channels[0]?.state === "confirmed");
  await engine.publish("chat", "hello");
  const all = await engine.openView(session.id, { filter: "", foldHeartbeats: false });
  const isLifecycle = async (kind: string) => {
    const { rows } = await engine.rows(all.view, 0, 100);
    return rows.find((row) => row.kind === kind)?.isLifecycle;
  };
  await expect
    .poll(async () => (await engine.rows(all.view, 0, 100)).rows.some(({ kind }) => kind === "message"))
    .toBe(true);
  for (const kind of ["welcome", "subscribe", "confirm_subscription", "confirm_history"])
    expect(await isLifecycle(kind), kind).toBe(true);
  for (const kind of ["open", "message"]) expect(await isLifecycle(kind), kind).toBeUndefined();
});
