/** What a person gives to get in (address, headers, cookies, subprotocol) is nowhere to be found afterwards. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Endpoint } from "../../src/model/endpoint.ts";
import { newEngine } from "./engines.ts";
import { startHttpPeer, startWebSocketPeer } from "./peers.ts";

const secret = "hush-hush-42";
/** As it stands in the address, and as Basic credentials made of it. */
const traces = [secret, btoa(`me:${secret}`).slice(4, -4)];

function withSecrets(origin: string, path: string, protocol: string, fragment = ""): Endpoint {
  return {
    id: "test",
    url: `${origin.replace("://", `://me:${secret}@`)}${path}?room=1&token=${secret}&api_key=${secret}${fragment}`,
    protocol,
    headers: [
      ["Authorization", `Bearer ${secret}`],
      ["Cookie", `session=${secret}`],
      ["X-Api-Key", secret],
    ],
    settings: protocol === "action-cable" ? { channels: "ChatChannel", subprotocols: `anycable-token.${secret}` } : {},
  };
}

/** Sends everyone on to a sign-in page that knows the token, with a cookie. */
const signIn = () =>
  startHttpPeer((request, response) => {
    if (request.url?.startsWith("/stream")) {
      response.writeHead(200, { "content-type": "text/event-stream", "set-cookie": `sid=${secret}` });
      response.end("data: hello\n\n");
      return;
    }
    const location = request.url?.startsWith("/there") ? `/stream?token=${secret}` : `/login?token=${secret}`;
    response.writeHead(302, { location, "set-cookie": `sid=${secret}; Path=/` });
    response.end();
  });

it.each<[string, () => Promise<Endpoint>, string]>([
  [
    "a socket that opened and closed",
    async () => withSecrets(await startWebSocketPeer((client) => client.close(1011, "no")), "/cable", "action-cable"),
    "closed",
  ],
  [
    "a refused upgrade that redirects",
    async () => withSecrets((await signIn()).replace("http", "ws"), "/cable", "websocket"),
    "connectFailed",
  ],
  ["a stream behind a redirect", async () => withSecrets(await signIn(), "/there", "sse"), "redirected"],
  ["too many redirects", async () => withSecrets(await signIn(), "/login", "sse"), "connectFailed"],
  [
    "an address that cannot be dialled",
    async () => withSecrets("ws://127.0.0.1:1", "/cable", "websocket", `#access_token=${secret}`),
    "connectFailed",
  ],
  ["a refused port", async () => withSecrets("ws://127.0.0.1:1", "/cable", "action-cable"), "connectFailed"],
])("%s", async (_, prepare, kind) => {
  const { engine, witness, folder } = newEngine();
  const target = await prepare();
  const session = await engine.connect(target);
  const view = await engine.openView(session.id, { filter: "", foldHeartbeats: false });
  const rows = async () => (await engine.rows(view.view, 0, 100)).rows;
  while (!(await rows()).some((row) => row.kind === kind)) {
    const told = witness.states.length;
    await witness.until(() => witness.states.length > told);
  }
  const shown = await Promise.all((await rows()).map(({ seq }) => engine.details(session.id, seq)));
  const wholeCapture = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
  expect(wholeCapture.join().length).toBeGreaterThan(1000);
  const told = JSON.stringify([
    await engine.sessions(),
    shown,
    [...witness.sessions.values()],
    witness.verdicts,
    witness.logged,
    wholeCapture,
  ]);
  expect(told).toContain("redacted-");
  const leaks = traces.flatMap((trace) =>
    told
      .split(trace)
      .slice(0, -1)
      .map((before) => before.slice(-120)),
  );
  expect(leaks).toEqual([]);
});
