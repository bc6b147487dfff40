/** What was looked up for an endpoint, from the secret storage or the environment, is nowhere to be found afterwards. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Endpoint } from "../../src/model/endpoint.ts";
import type { Command } from "../../src/model/form.ts";
import type { MockDoor } from "../../src/model/mock.ts";
import { protocols } from "../../src/protocols/registry.ts";
import { endpoint, newEngine } from "./engines.ts";
import { startCablePeer, startHttpPeer } from "./peers.ts";

const secret = 'hush/+"&<42>%7E-value';
const json = JSON.stringify(secret).slice(1, -1);
const traces = [
  secret,
  json,
  JSON.stringify(json).slice(1, -1),
  encodeURIComponent(secret),
  Buffer.from(`me:${secret}`).toString("base64").slice(6, -4),
  // Half of it, as it would be left by a cut.
  secret.slice(0, 12),
  secret.slice(-12),
];

function withSecret(door: MockDoor): Endpoint {
  const url = `${door.sample.url}${door.sample.url.includes("?") ? "&" : "?"}who=${encodeURIComponent(secret)}`;
  const { channels } = door.sample.settings;
  const settings =
    door.protocol === "action-cable"
      ? { ...door.sample.settings, channels: `${channels}\nVaultChannel ${JSON.stringify({ key: secret })}` }
      : door.sample.settings;
  return {
    ...endpoint(url, door.protocol, settings),
    name: `Door of ${secret}`,
    headers: [
      ["X-Who", secret],
      ["Authorization", `Basic ${btoa(`me:${secret}`)}`],
      ["Cookie", `who=${encodeURIComponent(secret)}`],
    ],
    secrets: [secret],
  };
}

/** Every command that the protocol has, with the secret in each field that is not a choice or a channel. */
function commandsOf(protocolId: string): readonly Command[] {
  const forms = protocols.find(({ id }) => id === protocolId)?.commandForms ?? [];
  return forms
    .filter(({ kind }) => kind !== "unsubscribe")
    .map(({ kind, fields }) => ({
      kind,
      values: Object.fromEntries(
        fields.map((field) => {
          if (field.type === "channel") return [field.name, ""];
          if (field.type === "json") return [field.name, JSON.stringify({ text: secret })];
          if (field.type === "bytes") return [field.name, Buffer.from(secret).toString("hex")];
          return [field.name, field.choices?.[0] ?? (/^\d*$/.test(field.initial ?? "x") ? "" : secret)];
        }),
      ),
    }));
}

const doors = protocols.flatMap(({ id, door, moreDoors = [] }) =>
  [door, ...moreDoors].map(({ path }) => [id, path] as const),
);

it.each(doors)("%s through %s", async (protocol, path) => {
  const { engine, witness, folder } = newEngine();
  const mock = await engine.startMock({});
  const door = mock.doors.find((candidate) => candidate.protocol === protocol && candidate.path === path) as MockDoor;
  const session = await engine.connect(withSecret(door));
  // A long poll is open only with its first answer, which the publication below brings.
  const isThere = () =>
    witness.sessions.get(session.id)?.state === "open" || (witness.mocks.at(-1)?.topics.length ?? 0) > 0;
  await witness.until(isThere);
  const refused: string[] = [];
  for (const command of commandsOf(protocol))
    await engine.command(session.id, command).catch((error) => refused.push(error.message));
  for (const { topic } of (await engine.mockState()).topics)
    await engine.publish(topic, { text: secret, list: [`<p>${secret}</p>`] });
  await witness.until(() => (witness.sessions.get(session.id)?.entries ?? 0) > 1);
  await engine.command(session.id, { kind: "disconnect", values: {} });
  await witness.until(() => witness.sessions.get(session.id)?.state === "stopped");
  await expectNoTrace(engine, witness, folder, session.id, refused);
});

it("a channel that holds one can be chosen as it is told", async () => {
  const { engine, witness } = newEngine();
  const url = `${await startCablePeer()}/cable`;
  const channels = `VaultChannel ${JSON.stringify({ key: secret })}\nChatChannel`;
  const session = await engine.connect({ ...endpoint(url, "action-cable", { channels }), secrets: [secret] });
  await witness.until(() => witness.sessions.get(session.id)?.channels[0]?.state === "confirmed");
  const channel = witness.sessions.get(session.id)?.channels[0]?.channel ?? "";
  expect(channel).toContain("*****");
  await engine.command(session.id, { kind: "perform", values: { channel, action: "speak", data: "{}" } });
});

it("a server that says it in slices and in refusals, and settings that are wrong", async () => {
  const slow = await startHttpPeer(async (request, response) => {
    if (request.url?.startsWith("/no")) {
      response.writeHead(403, secret.replace(/[^\w-]/g, ""), { location: `/login?x=${encodeURIComponent(secret)}` });
      response.end(`You are ${secret}, and may not.`);
      return;
    }
    response.writeHead(200, { "content-type": "text/event-stream", "x-echo": encodeURIComponent(secret) });
    for (const byte of Buffer.from(`id: ${secret}\nevent: ${secret}\ndata: ${secret}\n\n`)) {
      response.write(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
    response.end();
  });
  const { engine, witness, folder } = newEngine();
  const refused: string[] = [];
  for (const [url, settings] of [
    [`${slow}/stream`, { reconnect: "never" }],
    [`${slow}/no`, { reconnect: "never" }],
  ] as const) {
    const session = await engine.connect({ ...endpoint(url, "sse", settings), secrets: [secret] });
    await witness.until(() => witness.sessions.get(session.id)?.state === "stopped");
    await expectNoTrace(engine, witness, folder, session.id, refused);
  }
  for (const bad of [
    { ...endpoint(`nope://${secret}`, "sse"), secrets: [secret] },
    { ...endpoint(`${slow}/`, "sse", { reconnect: secret }), secrets: [secret] },
    { ...endpoint(`${slow.replace("http", "ws")}/`, "action-cable", { channels: secret }), secrets: [secret] },
  ])
    await engine.connect(bad).catch((error) => refused.push(error.message));
  expect(refused).toHaveLength(3);
  expect(found(refused.join("\n"))).toEqual([]);
});

async function expectNoTrace(
  engine: ReturnType<typeof newEngine>["engine"],
  witness: ReturnType<typeof newEngine>["witness"],
  folder: string,
  session: string,
  refused: readonly string[],
): Promise<void> {
  const { view } = await engine.openView(session, { filter: "", foldHeartbeats: false });
  const { rows } = await engine.rows(view, 0, 1000);
  const shown = await Promise.all(rows.map(({ seq }) => engine.details(session, seq)));
  const payloads = await Promise.all(rows.map(({ seq }) => engine.payloadText(session, seq)));
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
  expect(rows.length).toBeGreaterThan(1);
  const seen = [await engine.sessions(), [...witness.sessions.values()], witness.verdicts, witness.logged];
  const texts = [...files, ...refused, JSON.stringify([shown, payloads, seen])];
  expect(texts.some((text) => text.includes("*****"))).toBe(true);
  expect(texts.flatMap(found)).toEqual([]);
}

/** What leads up to each trace, to find it by. */
function found(text: string): string[] {
  return traces.flatMap((trace) =>
    text
      .split(trace)
      .slice(0, -1)
      .map((before) => `${before.slice(-100)} >>> ${trace}`),
  );
}
