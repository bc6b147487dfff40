/** HAR as Chrome, Firefox, mitmproxy and HTTP Toolkit write it: decoded and judged, and what is left out is named. */
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Row } from "../../src/bridge/rows.ts";
import type { ImportReport } from "../../src/bridge/transfer.ts";
import { newEngine } from "../engine/engines.ts";
import { exported, imported, rowsOf, written } from "./transfers.ts";

async function read(name: string): Promise<{ report: ImportReport; rows: readonly (readonly Row[])[] }> {
  return readAt(`test/fixtures/har/${name}.har`);
}

async function readAt(path: string) {
  const under = newEngine();
  const report = await imported(under, path);
  const rows = await Promise.all(report.captures.map(({ session }) => rowsOf(under, session)));
  return { report, rows };
}

const kinds = (rows: readonly Row[] | undefined) => rows?.map(({ kind }) => kind);

describe("Chrome", () => {
  it("Action Cable with its silence, its error and its masked token", async () => {
    const { report, rows } = await read("chrome");
    expect(report.captures.map(({ protocolTitle }) => protocolTitle)).toEqual(["Action Cable", "Server-Sent Events"]);
    expect(report.notTaken).toMatchObject([{ count: 1, examples: ["https://chat.example/"] }]);
    const expected = ["open", "welcome", "subscribe", "confirm_subscription", "subscribed", "ping", "message"];
    expect(kinds(rows[0])).toEqual([...expected, "wentStale", "wentStale", "closed"]);
    expect(rows[0]?.at(-1)?.summary).toContain("net::ERR_NETWORK_CHANGED");
    expect(rows[0]?.[6]).toMatchObject({ channelLabel: "ChatChannel lobby", summary: '{"body":"grüße 👋"}' });
    expect(JSON.stringify(report)).not.toContain("redact-me");
  });

  it("an event stream whose body is not kept, from its events, and says so", async () => {
    const { rows } = await read("chrome");
    expect(kinds(rows[1])).toEqual(["open", "event", "event", "importRemarked", "closed"]);
    expect(rows[1]?.[2]).toMatchObject({ channel: "price", eventId: "2", at: 1767261601500 });
  });
});

describe("Firefox", () => {
  it("polls, put in order, with a body that was cut", async () => {
    const { report, rows } = await read("firefox");
    expect(report.captures).toMatchObject([{ protocolTitle: "MessageBus", connections: 2 }]);
    expect(rows[0]?.filter(({ kind }) => kind === "message").map(({ eventId }) => eventId)).toEqual(["1", "2"]);
    expect(rows[0]?.find(({ kind }) => kind === "importRemarked")?.summary).toBe(
      "the file holds 96 B of the 200 B of this body",
    );
  });

  it("leaves out WebSockets by name, since it exports no messages", async () => {
    const { report } = await read("firefox");
    expect(report.notTaken.map(({ reason }) => reason)).toEqual([
      "a WebSocket whose messages the file does not have: Firefox and mitmproxy before 10.1 do not export them",
      "an ordinary request, which carries no realtime traffic",
    ]);
  });
});

describe("mitmproxy", () => {
  it("a WebSocket at an http address, with a binary message", async () => {
    const { report, rows } = await read("mitmproxy");
    expect(report.captures.map(({ title }) => title)).toEqual([
      "chat.example/cable",
      "chat.example/message-bus/0123/poll",
    ]);
    expect(kinds(rows[0])).toEqual([
      "open",
      "welcome",
      "subscribe",
      "confirm_subscription",
      "subscribed",
      "malformed",
      "malformed",
    ]);
    expect(rows[1]?.[0]).toMatchObject({ kind: "plain_poll", direction: "sent" });
  });
});

describe("HTTP Toolkit", () => {
  it("closings by code and by abortion, bytes, and a poll that was still waiting", async () => {
    const { report, rows } = await read("http-toolkit");
    expect(report.captures.map(({ protocolTitle }) => protocolTitle)).toEqual([
      "Action Cable",
      "WebSocket",
      "MessageBus",
    ]);
    expect(rows[0]?.at(-1)?.summary).toBe('1000 Normal Closure "done"');
    expect(rows[1]?.map(({ summary }) => summary)).toContain("00 01 ff");
    expect(kinds(rows[1])?.slice(-2)).toEqual(["closed", "closedAbnormally"]);
    expect(kinds(rows[2])).toEqual(["stream"]);
  });
});

const entry = (parts: object) => ({
  startedDateTime: "2026-01-01T10:00:00.000Z",
  time: 100,
  request: { method: "GET", url: "ws://h/ws", headers: [{ name: "Host", value: "h" }] },
  response: { status: 101, statusText: "", headers: [], content: {} },
  timings: { wait: 5 },
  ...parts,
});
const har = (...entries: object[]) => written("made.har", { log: { version: "1.2", entries } });
const message = (time: number, data: string, opcode = 1) => ({ type: "receive", time, opcode, data });

describe("a file that is odd", () => {
  it("52: `_resourceType` and `_webSocketMessages` in give the same list out", async () => {
    const under = newEngine();
    const report = await imported(under, "test/fixtures/har/http-toolkit.har");
    const { text } = await exported(under, String(report.captures[1]?.session), "har");
    const given = JSON.parse(readFileSync("test/fixtures/har/http-toolkit.har", "utf8")).log.entries[1];
    const [out] = JSON.parse(text).log.entries;
    expect(out._resourceType).toBe("websocket");
    expect(out._webSocketMessages).toEqual(given._webSocketMessages);
    expect(out.response.status).toBe(101);
  });

  it("Playwright's ms and Chrome's seconds are told apart", async () => {
    const at = 1767261600000;
    const { rows } = await readAt(
      har(entry({ _webSocketMessages: [message(at + 50, "a"), message(at / 1000 + 0.06, "b")] })),
    );
    expect(rows[0]?.filter(({ source }) => source === "message").map((row) => row.at - at)).toEqual([50, 60]);
  });

  it("clocks that run backwards are put right, and it is said", async () => {
    const at = 1767261600;
    const { report, rows } = await readAt(
      har(entry({ _webSocketMessages: [message(at + 2, "a"), message(at + 1, "b")] })),
    );
    expect(rows[0]?.filter(({ source }) => source === "message").map((row) => row.at - at * 1000)).toEqual([
      2000, 2000,
    ]);
    expect(report.remarks).toEqual(["1 message was dated before the one before it, and stands at that one's time."]);
  });

  it("no handshake is invented: a note says that there is none", async () => {
    const request = { method: "GET", url: "ws://h/ws", headers: [] };
    const { rows } = await readAt(
      har(entry({ request, response: { status: -1 }, _webSocketMessages: [message(1767261600.01, "a")] })),
    );
    expect(kinds(rows[0])).toEqual(["open", "importRemarked", "text"]);
  });

  it("traffic tells the protocol where the address does not", async () => {
    const messages = [message(1767261600.01, '{"type":"welcome"}'), message(1767261603, '{"type":"ping","message":1}')];
    const { report, rows } = await readAt(har(entry({ _webSocketMessages: messages })));
    expect(report.captures[0]?.protocolTitle).toBe("Action Cable");
    // What was agreed on is not known: it is not judged either.
    expect(kinds(rows[0])).toEqual(["open", "importRemarked", "welcome", "ping"]);
    const plain = await readAt(har(entry({ _webSocketMessages: [message(1767261600.01, '{"type":"hello"}')] })));
    expect(plain.report.captures[0]?.protocolTitle).toBe("WebSocket");
  });

  it("a second connection of a page ends the one before, whose end the file does not tell", async () => {
    const later = { startedDateTime: "2026-01-01T10:00:05.000Z", _webSocketMessages: [message(1767261605.1, "b")] };
    const { rows } = await readAt(har(entry(later), entry({ _webSocketMessages: [message(1767261600.01, "a")] })));
    expect(kinds(rows[0])?.filter((kind) => ["open", "closed", "text"].includes(kind))).toEqual([
      "open",
      "text",
      "closed",
      "open",
      "text",
    ]);
    expect(rows[0]?.find(({ kind }) => kind === "closed")?.summary).toContain("the file does not tell how it ended");
  });

  it("a refused upgrade keeps its status and its body", async () => {
    const response = { status: 404, statusText: "Not Found", headers: [], content: { text: "no such page" } };
    const { rows } = await readAt(har(entry({ response, _resourceType: "websocket" })));
    expect(rows[0]?.map(({ kind, summary }) => `${kind} ${summary}`)).toEqual([
      "closed 404 Not Found: no such page",
      "connectFailed refused with 404 Not Found",
    ]);
  });

  it("a stream that its page left is no failure", async () => {
    const stream = entry({
      request: { method: "GET", url: "https://h/stream", headers: [] },
      response: {
        status: 200,
        headers: [{ name: "Content-Type", value: "text/event-stream" }],
        content: { text: "data: x\n\n" },
        _error: "net::ERR_ABORTED",
      },
    });
    const { rows } = await readAt(har(stream));
    expect(rows[0]?.at(-1)).toMatchObject({ kind: "closed", summary: "cut by the client", level: undefined });
  });

  it("what asks the same again and again is polling", async () => {
    const poll = (second: number) =>
      entry({
        startedDateTime: `2026-01-01T10:00:0${second}.000Z`,
        request: { method: "GET", url: "https://h/state.json", headers: [] },
        response: {
          status: 200,
          headers: [{ name: "Content-Type", value: "application/json" }],
          content: { text: `{"n":${second}}` },
        },
      });
    const { report } = await readAt(har(poll(1), poll(2), poll(3), poll(4)));
    expect(report.captures).toMatchObject([{ protocolTitle: "Polling", connections: 4 }]);
    expect((await readAt(har(poll(1), poll(2)))).report.notTaken).toMatchObject([{ count: 2 }]);
  });
});

describe("a file that is broken", () => {
  it.each([
    ["hello", 'made.har is neither a HAR nor NDJSON of Framescope: it does not begin with "{".'],
    ["", "made.har is empty."],
    ["\u001f\u008b\b", "made.har is packed by gzip. Unpack it, and import what is in it."],
    ["\u00ff\u00fe{\0", "made.har is text in UTF-16. Save it as UTF-8, and import that."],
    ["\0{\0", "made.har is text in UTF-16. Save it as UTF-8, and import that."],
    ["PK\u0003\u0004", "made.har is a zip file. Unpack it, and import the .har in it."],
    ['{"log":{"entries":[\n{"request":', "made.har cannot be read as a HAR: the file ends"],
    ['{"log":{"entries":[\n  {"request" 1}]}}', '"1" stands where ":" was expected, line 2, column 14 (byte 33)'],
    ['{"log":{"entries":{}}}', '"{" stands where a list was expected, line 1, column 19 (byte 18)'],
    ['{"other":1}', 'there is no "log", which every HAR begins with'],
    ['{"log":{"entries":[{"startedDateTime":"\\x"}]}}', "line 1, column 39 (byte 38)"],
  ])("%j: %s", async (text, sentence) => {
    const path = written("made.har", "");
    writeFileSync(path, text, "latin1");
    await expect(readAt(path)).rejects.toThrow(sentence);
  });

  it("after some entries gives those, wherever it breaks", async () => {
    const text = readFileSync("test/fixtures/har/chrome.har", "utf8");
    const whole = (await read("chrome")).report;
    const lastAt = text.lastIndexOf('"startedDateTime"');
    for (const cut of [lastAt + 5, Math.round((lastAt + text.length) / 2), text.length - 3]) {
      const { report } = await readAt(written("cut.har", text.slice(0, cut)));
      expect(report.remarks[0]).toMatch(
        /^The file is broken: .+, line \d+, column \d+ .+(?:is|are) whole (?:was|were) read/,
      );
      expect(report.captures.length + report.notTaken.length).toBeGreaterThan(0);
      for (const capture of report.captures)
        expect(whole.captures).toContainEqual({
          ...capture,
          session: expect.any(String),
          verdicts: expect.any(Number),
          entries: expect.any(Number),
        });
    }
  });

  it("in some messages of a WebSocket makes nothing up in their place", async () => {
    const time = 1767261600.5;
    const text = (data: unknown) => ({ type: "receive", opcode: 1, time, data });
    const messages = [
      null,
      5,
      {},
      text({ a: 1 }),
      text("x"),
      text(""),
      { ...text("!!!"), opcode: 2 },
      { ...text("AAE="), opcode: 2 },
      { type: "receive", time, opcode: 9 },
    ];
    const { rows } = await readAt(har(entry({ _webSocketMessages: messages })));
    const [own = []] = rows;
    expect(own.filter(({ source }) => source === "message").map(({ sizeBytes }) => sizeBytes)).toEqual([1, 0, 2]);
    expect(own.map(({ kind }) => kind)).toContain("ws_ping");
    expect(own.findLast(({ kind }) => kind === "importRemarked")?.summary).toBe(
      "5 messages of the file cannot be read",
    );
  });

  it("leaves no session behind", async () => {
    const under = newEngine();
    await expect(imported(under, written("made.har", '{"log":{"entries":[{'))).rejects.toThrow("made.har");
    expect(await under.engine.sessions()).toEqual([]);
  });

  it("takes what is none of the known kinds for what it is", async () => {
    const odd = [
      null,
      1,
      [],
      { request: null },
      { request: { url: "ws://h/ws" } },
      entry({ startedDateTime: "yesterday" }),
    ];
    const { report } = await readAt(written("made.har", { log: { entries: odd } }));
    expect(report.notTaken.map(({ reason, count }) => `${count} ${reason}`)).toEqual([
      "4 an entry without an address",
      "2 an entry without a date",
    ]);
  });
});
