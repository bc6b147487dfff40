/** Scenarios of captures as people have them: imported, live, a few rows of one, with secrets in it. */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { ExportRange, FindingKind } from "../../../src/bridge/transfer.ts";
import { chatEndpoint, type EngineUnderTest, endpoint, newEngine, recorded } from "../../engine/engines.ts";
import { startMock } from "../../mock-server/running-mock.ts";
import { exported, imported, rowsOf } from "../transfers.ts";

interface Written {
  readonly protocol: string;
  readonly recorded?: Readonly<Record<string, unknown>>;
  readonly connections: readonly {
    readonly path: string;
    readonly turns?: readonly { readonly send?: string; readonly expect?: string }[];
  }[];
}

async function scenarioOf(
  { engine }: EngineUnderTest,
  session: string,
  range: ExportRange = { kind: "all" },
  redact: readonly FindingKind[] = [],
): Promise<{ readonly replay: Written; readonly text: string }> {
  const text = await engine.scenarioText(session, range, redact);
  return { replay: parse(text).replay, text };
}

describe("an imported HAR", () => {
  it("of Chrome: an Action Cable session with its masked token", async () => {
    const under = newEngine();
    const { captures } = await imported(under, "test/fixtures/har/chrome.har");
    const { replay, text } = await scenarioOf(under, String(captures[0]?.session));
    expect(replay.protocol).toBe("action-cable");
    expect(replay.connections[0]?.path).toContain("{{");
    expect(text).not.toContain("redact-me");
    // As it was written, escapes and all.
    expect(replay.connections[0]?.turns?.[4]?.send).toContain('"gr\\u00fc\\u00dfe');
  });

  it.each(["firefox", "mitmproxy", "http-toolkit"])("of %s", async (name) => {
    const under = newEngine();
    const { captures } = await imported(under, `test/fixtures/har/${name}.har`);
    for (const { session } of captures) expect((await scenarioOf(under, session)).replay.connections).not.toEqual([]);
  });
});

describe("a live capture", () => {
  it("goes out as a file and as a text alike, with what is private masked alike", async () => {
    const under = newEngine();
    const mock = await startMock();
    const session = await under.engine.connect(chatEndpoint(mock.origin.replace(/^http/, "ws")));
    await recorded(under.witness, session, 5);
    await mock.publish("chat:lobby", { from: "ana@example.com", to: "bo@example.com", cc: "ana@example.com" });
    await recorded(under.witness, session, 6);
    await under.engine.command(session.id, { kind: "disconnect", values: {} });
    await under.witness.until(() => under.witness.sessions.get(session.id)?.state === "stopped");
    const { text } = await scenarioOf(under, session.id, { kind: "all" }, ["email"]);
    expect(text).toContain('{"from":"[email-1]","to":"[email-2]","cc":"[email-1]"}');
    expect(text).toContain("Masked on export (email): 3 values.");
    expect((await exported(under, session.id, "scenario", { redact: ["email"] })).text).toBe(text);
  });

  it("of chosen rows has them alone, and what a client must have heard before", async () => {
    const under = newEngine();
    const mock = await startMock();
    const session = await under.engine.connect(chatEndpoint(mock.origin.replace(/^http/, "ws")));
    await recorded(under.witness, session, 5);
    for (const n of [1, 2, 3]) await mock.publish("chat:lobby", { n });
    await recorded(under.witness, session, 8);
    const rows = await rowsOf(under, session.id);
    const [, second] = rows.filter(({ kind }) => kind === "message");
    const { replay } = await scenarioOf(under, session.id, { kind: "rows", seqs: [Number(second?.seq)] });
    const turns = replay.connections[0]?.turns ?? [];
    expect(
      turns.map(({ send, expect: awaited }) => [send ? "send" : "expect", (send ?? awaited ?? "").slice(0, 40)]),
    ).toEqual([
      ["send", '{"type":"welcome"}'],
      ["expect", '{"command":"subscribe","identifier":"{{c'],
      ["send", '{"identifier":"{{chat_channel}}","type":'],
      ["send", '{"identifier":"{{chat_channel}}","messag'],
    ]);
    expect(turns[3]?.send).toContain('{"n":2}');
    const copied = await under.engine.exportText(session.id, "scenario", [Number(second?.seq)], []);
    expect(parse(copied).replay.connections).toEqual(replay.connections);
  });

  it("without any request is refused with a sentence", async () => {
    const under = newEngine();
    const session = await under.engine.connect(endpoint("ws://127.0.0.1:9/cable", "action-cable"));
    await recorded(under.witness, session, 1);
    await expect(scenarioOf(under, session.id)).rejects.toThrow("There is no connection in these rows");
  });
});

describe("the mock server's own timeline", () => {
  it("gives a scenario of one protocol, and asks which where it has several", async () => {
    const under = newEngine();
    const { origin = "", recording = "" } = await under.engine.startMock({ record: true });
    const session = await under.engine.connect(chatEndpoint(origin.replace(/^http/, "ws")));
    await recorded(under.witness, session, 5);
    await expect
      .poll(async () => (await rowsOf(under, recording)).some(({ kind }) => kind === "confirm_subscription"))
      .toBe(true);
    expect((await scenarioOf(under, recording)).replay.protocol).toBe("action-cable");
    const stream = await under.engine.connect(endpoint(`${origin}/events?topic=chat:lobby`, "sse"));
    await recorded(under.witness, stream, 2);
    await expect.poll(async () => (await rowsOf(under, recording)).some(({ kind }) => kind === "retry")).toBe(true);
    await expect(scenarioOf(under, recording)).rejects.toThrow(
      "these rows are of several (Action Cable, Server-Sent Events): filter them by one.",
    );
  });
});
