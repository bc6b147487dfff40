import { describe, expect, test } from "vitest";
import { chatEndpoint, endpoint, newHostedEngine, recorded } from "./engines.ts";
import { startCablePeer } from "./peers.ts";

const identifier = '{"channel":"ChatChannel","room":"lobby"}';

test("a conversation is recorded in the worker thread, and comes over as rows and details", async () => {
  const { engine, witness } = newHostedEngine();
  const origin = await startCablePeer(JSON.stringify({ identifier, message: { body: "hello" } }));
  const session = await engine.connect(chatEndpoint(origin));
  await recorded(witness, session, 6);
  const view = await engine.openView(session.id, { filter: "hello", foldHeartbeats: true });
  const { rows } = await engine.rows(view.view, 0, 10);
  expect(rows).toMatchObject([{ seq: 6, kind: "message", channelLabel: "ChatChannel lobby" }]);
  expect(await engine.details(session.id, 6)).toMatchObject({ row: rows[0], frameCount: 1 });
  await engine.command(session.id, { kind: "disconnect", values: {} });
  await witness.until(() => witness.sessions.get(session.id)?.state === "stopped");
});

test("what the engine refuses rejects with its sentence", async () => {
  const { engine } = newHostedEngine();
  const refused = engine.connect(endpoint("http://localhost:3000/cable", "action-cable"));
  await expect(refused).rejects.toThrow("Did you mean ws://localhost:3000/cable?");
  await expect(refused).rejects.toBeInstanceOf(Error);
});

describe("stopping", () => {
  test("ends the thread, and later calls are told so", async () => {
    const { engine, witness, stop } = newHostedEngine();
    const origin = await startCablePeer();
    await engine.connect(chatEndpoint(origin));
    await stop();
    await stop();
    await expect(engine.sessions()).rejects.toThrow("The engine was stopped.");
    expect(witness.logged.filter((line) => line.startsWith("error"))).toEqual([]);
  });

  test("does not wait for ever for a thread that hangs", async () => {
    const { engine, stop } = newHostedEngine(new URL("hanging-worker.ts", import.meta.url));
    const pending = engine.sessions();
    const ended = expect(pending).rejects.toThrow("The engine was stopped.");
    await stop();
    await ended;
  });
});

describe("an engine that dies", () => {
  test("rejects the calls that wait and all later ones, and the log tells why", async () => {
    const { engine, witness } = newHostedEngine(new URL("crashing-worker.ts", import.meta.url));
    const sentence = "The engine stopped because of a fault of its own: out of order";
    await expect(engine.sessions()).rejects.toThrow(sentence);
    await expect(engine.protocols()).rejects.toThrow(sentence);
    expect(witness.logged).toEqual([`error: ${sentence}`]);
  });

  test("tells whoever started it, who did not stop it", async () => {
    const { engine, ended } = newHostedEngine(new URL("crashing-worker.ts", import.meta.url));
    await expect(engine.sessions()).rejects.toThrow();
    expect(await ended).toBe("The engine stopped because of a fault of its own: out of order");
  });

  test("is noticed also when it was never there", async () => {
    const { engine, witness } = newHostedEngine(new URL("no-such-worker.ts", import.meta.url));
    await expect(engine.sessions()).rejects.toThrow("no-such-worker.ts");
    expect(witness.logged).toHaveLength(1);
  });
});
