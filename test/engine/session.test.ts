import { join } from "node:path";
import { expect, test } from "vitest";
import type { SessionSummary, VerdictNotice } from "../../src/bridge/engine-api.ts";
import { Session } from "../../src/engine/session.ts";
import { SessionSecrets } from "../../src/engine/session-secrets.ts";
import type { Endpoint } from "../../src/model/endpoint.ts";
import type { Protocol } from "../../src/model/protocol.ts";
import { actionCable } from "../../src/protocols/action-cable/index.ts";
import { websocket } from "../../src/protocols/websocket/index.ts";
import { endpoint, newCapturesFolder } from "./engines.ts";
import { startWebSocketPeer } from "./peers.ts";

interface Told {
  readonly summaries: SessionSummary[];
  readonly verdicts: VerdictNotice[];
  readonly logged: string[];
}

function newSession(to: Endpoint, protocol: Protocol = websocket) {
  const told: Told = { summaries: [], verdicts: [], logged: [] };
  let isMet = () => true;
  let resolveMet = () => {};
  const look = () => isMet() && resolveMet();
  const place = { path: join(newCapturesFolder(), "a.framescope") };
  const planned = { id: "id", endpoint: to, protocol, secrets: new SessionSecrets(undefined), place };
  const session = new Session(planned, {
    changed: (summary) => {
      told.summaries.push(summary);
      look();
    },
    verdict: (notice) => {
      told.verdicts.push(notice);
      look();
    },
    captured: () => {},
    log: (_level, text) => told.logged.push(text),
  });
  const until = (condition: () => boolean) =>
    new Promise<void>((resolve) => {
      isMet = condition;
      resolveMet = resolve;
      look();
    });
  return { session, told, until };
}

test("is titled by its name, or by where it goes, without what may be secret", async () => {
  const url = "wss://me:secret@example.test/a/b?token=secret#x";
  const unnamed = newSession(endpoint(url, "websocket")).session;
  expect(unnamed.summary()).toMatchObject({
    title: "example.test/a/b",
    url: "wss://redacted-9-characters@example.test/a/b?token=redacted-6-characters#x",
  });
  const named = newSession({ ...endpoint("ws://example.test/", "websocket"), name: "Staging" }).session;
  expect(named.summary().title).toBe("Staging");
  await Promise.all([unnamed.delete(), named.delete()]);
});

test("stops with the reason when its capture cannot be written any more", async () => {
  let isClosed: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    isClosed = resolve;
  });
  const origin = await startWebSocketPeer((client) => client.on("close", isClosed));
  const { session, told, until } = newSession(endpoint(`${origin}/ws`, "websocket"));
  session.start();
  await until(() => told.summaries.at(-1)?.state === "open");
  session.capture.onFailure("The disk is full.");
  await closed;
  await until(() => told.summaries.at(-1)?.state === "stopped");
  expect(told.summaries.at(-1)?.detail).toBe("The disk is full.");
  expect(told.logged).toEqual([
    expect.stringMatching(/^127\.0\.0\.1:\d+\/ws: The disk is full\. The session was stopped\.$/),
  ]);
  await session.delete();
});

test("of several verdicts at once, all are counted, and a warning does not hide an error", async () => {
  const origin = await startWebSocketPeer((client) => {
    client.send("not JSON");
    for (let n = 0; n < 5; n += 1) client.send('{"type":"of no such kind"}');
  });
  const settings = { channels: "ChatChannel" };
  const { session, told, until } = newSession(endpoint(`${origin}/cable`, "action-cable", settings), actionCable);
  session.start();
  await until(() => told.verdicts.length > 0 && (told.summaries.at(-1)?.verdicts ?? 0) > told.verdicts.length);
  expect(told.verdicts[0]?.level).toBe("error");
  session.clear();
  expect(session.summary()).toMatchObject({ verdicts: 0, entries: 0 });
  await session.delete();
});
