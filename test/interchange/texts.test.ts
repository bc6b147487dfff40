/** What goes out for people and for other programs: CSV, Markdown, commands. */
import { describe, expect, it } from "vitest";
import type { SessionSummary } from "../../src/bridge/engine-api.ts";
import { maskedByDefault } from "../../src/bridge/transfer.ts";
import { chatEndpoint, type EngineUnderTest, endpoint, newEngine, recorded } from "../engine/engines.ts";
import { startCablePeer } from "../engine/peers.ts";
import { startMock } from "../mock-server/running-mock.ts";
import { exported, rowsOf } from "./transfers.ts";

const identifier = '{"channel":"ChatChannel","room":"lobby"}';

async function chat(under: EngineUnderTest, ...messages: readonly unknown[]): Promise<SessionSummary> {
  const origin = await startCablePeer(...messages.map((message) => JSON.stringify({ identifier, message })));
  const { headers, ...rest } = chatEndpoint(`${origin}?x=it's`);
  const session = await under.engine.connect({
    ...rest,
    url: `${origin}/cable?token=abc`,
    headers: [...headers, ["Authorization", "Bearer 0123456789abcdef"], ["Cookie", "_session=0123456789"]],
  });
  await recorded(under.witness, session, 5 + messages.length);
  return session;
}

async function seqsOf(under: EngineUnderTest, session: string, kind: string): Promise<number[]> {
  return (await rowsOf(under, session)).filter((row) => row.kind === kind).map(({ seq }) => seq);
}

describe("CSV", () => {
  it("quotes what must be, and lets nothing be a formula", async () => {
    const under = newEngine();
    const session = await chat(under, 'say "hi", twice', "=1+1");
    const { text } = await exported(under, session.id, "csv");
    const lines = text.split("\r\n");
    expect(lines[0]).toBe(
      "\ufeffseq,time,connection,source,direction,kind,channel,eventId,sizeBytes,level,summary,payload",
    );
    expect(lines.find((line) => line.includes("twice"))).toContain('"say ""hi"", twice"');
    expect(lines.find((line) => line.includes("1+1"))).toMatch(/'=1\+1$/);
    expect(lines.length).toBe(9);
  });
});

describe("Markdown", () => {
  it("tells where, what with and what, with payloads in fences that hold", async () => {
    const under = newEngine();
    const session = await chat(under, "```js\nfence```", { to: "ana@example.com" });
    const seqs = await seqsOf(under, session.id, "message");
    const text = await under.engine.exportText(session.id, "markdown", seqs, maskedByDefault);
    expect(text).toContain("### Action Cable at ");
    expect(text).toContain("- **Protocol:** Action Cable, `actioncable-v1-json`");
    expect(text).toContain("- **Endpoint:** `ws://127.0.0.1:");
    expect(text).toContain("token=redacted-3-characters");
    expect(text).toMatch(/\n````\n/);
    expect(text).toContain("[email-1]");
    expect(text).not.toContain("ana@example.com");
  });

  it("tells a verdict in words", async () => {
    const under = newEngine();
    const session = await chat(under, "x");
    await under.engine.command(session.id, { kind: "disconnect", values: {} });
    const seqs = await seqsOf(under, session.id, "subscribed");
    const text = await under.engine.exportText(session.id, "markdown", seqs, []);
    expect(text).toContain(`**Row ${seqs[0]}, subscribed: confirmed after`);
  });
});

describe("commands", () => {
  it("wscat: subprotocols, headers with what was masked as variables, the subscribe command", async () => {
    const under = newEngine();
    const session = await chat(under, "x");
    const seqs = await seqsOf(under, session.id, "message");
    const text = await under.engine.exportText(session.id, "wscat", seqs, []);
    expect(text).toContain("# masked in the recording, fill in: TOKEN=… TOKEN_2=… COOKIE=…");
    expect(text).toContain(`'Authorization: Bearer '"$TOKEN_2"`);
    expect(text).toContain(`'Cookie: _session='"$COOKIE"`);
    expect(text).toMatch(/-c 'ws:\/\/127\.0\.0\.1:\d+\/cable\?token='"\$TOKEN"/);
    expect(text).toContain("-s actioncable-v1-json \\\n  -s actioncable-unsupported");
    expect(text).toContain(
      `-x '{"command":"subscribe","identifier":"{\\"channel\\":\\"ChatChannel\\",\\"room\\":\\"lobby\\"}"}'`,
    );
    expect(text).not.toContain("Sec-WebSocket-Key");
  });

  it("websocat: what was sent is written after the opening", async () => {
    const under = newEngine();
    const session = await chat(under, "x");
    const text = await under.engine.exportText(
      session.id,
      "websocat",
      await seqsOf(under, session.id, "subscribe"),
      [],
    );
    expect(text).toContain('(printf \'%s\\n\' \'{"command":"subscribe"');
    expect(text).toContain("; cat) | websocat -n \\\n  --protocol 'actioncable-v1-json, actioncable-unsupported'");
  });

  it("curl: method, headers and body of a request", async () => {
    const under = newEngine();
    const { origin, when } = await startMock();
    const session = await under.engine.connect(
      endpoint(`${origin}/message-bus`, "message-bus", { channels: "/chat 0" }),
    );
    await when(({ clients }) => clients.length > 0);
    await recorded(under.witness, session, 2);
    const text = await under.engine.exportText(session.id, "curl", [1], []);
    expect(text).toMatch(/^curl -N \\\n {2}-X POST \\\n/);
    expect(text).toContain("--data-raw '%2Fchat=0&__seq=1'");
    await expect(under.engine.exportText(session.id, "wscat", [1], [])).rejects.toThrow("copy it as curl");
  });
});
