/** Run by `leaving.test.ts` in a process of its own: uses all of an engine, shuts it down, and has nothing to stay for. */
import { createEngine } from "../../src/engine/engine.ts";
import { Witness } from "./witness.ts";

const witness = new Witness();
const engine = createEngine({ capturesFolder: String(process.argv[2]), events: witness });
const mock = await engine.startMock({});
for (const { protocol, sample } of mock.doors) {
  const { url, settings } = sample;
  const session = await engine.connect({ id: protocol, url, protocol, settings, headers: [] });
  await witness.until(() => witness.sessions.get(session.id)?.state === "open");
  await engine.openView(session.id, { filter: "a", foldHeartbeats: true });
}
// One that waits to try again, and one that will never be answered.
await engine.connect({
  id: "x",
  url: "ws://127.0.0.1:1/cable",
  protocol: "action-cable",
  settings: { channels: "A" },
  headers: [],
});
await engine.shutdown();
process.stdout.write(`${mock.doors.length} doors, all left`);
