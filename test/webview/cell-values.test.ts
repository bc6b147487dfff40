import { describe, expect, it } from "vitest";
import type { Row } from "../../src/bridge/rows.ts";
import { parseFilter } from "../../src/filter/parse.ts";
import { termOf, textOf, timeTerms } from "../../webview/cell-values.ts";
import { columns } from "../../webview/columns.ts";
import { chat } from "./captures.ts";

const message = chat(100).row(7);
const row = (change: Partial<Row>): Row => ({ ...message, ...change });

describe("what a cell stands for", () => {
  it("is a term for each column that says what kind of row it is", () => {
    const terms = Object.fromEntries(columns.map((column) => [column, termOf(message, column)]));
    expect(terms).toMatchObject({
      direction: "dir:received",
      kind: "kind:message",
      channel: 'channel:"ChatChannel 42"',
      "event-id": "id:4007",
      size: "size:214",
    });
    expect(terms.number).toBeUndefined();
    expect(terms.delta).toBeUndefined();
    expect(terms.time).toMatch(/^time:2026-11-\d\dT\d\d:\d\d:11$/);
  });

  it("is a verdict for events, a status for openings, a close code for ends", () => {
    expect(termOf(row({ source: "event", kind: "gapFound" }), "kind")).toBe("verdict:gapFound");
    const transport = { source: "transport", channel: undefined, channelLabel: undefined } as const;
    expect(termOf(row({ ...transport, kind: "open", summary: "101 · attempt 1" }), "summary")).toBe("status:101");
    expect(termOf(row({ ...transport, kind: "closed", summary: "1006 · vanished" }), "summary")).toBe("code:1006");
    expect(termOf(row({ ...transport, kind: "closed", summary: "refused" }), "summary")).toBeUndefined();
    expect(termOf(row(transport), "channel")).toBeUndefined();
  });

  it("is the number of the connection for a client, and the whole of it to be copied", () => {
    const told = row({ client: { number: 3, label: "#3 /cable", address: "127.0.0.1:5000" } });
    expect(termOf(told, "client")).toBe("session:3");
    expect(textOf(told, "client")).toBe("#3 /cable 127.0.0.1:5000");
    expect([termOf(message, "client"), textOf(message, "client")]).toEqual([undefined, ""]);
  });

  it("can always be read as a filter, whatever a peer says", () => {
    for (const text of ['a "b" c', "(", "a..b", "🙂", "-x", "a,b", "/x/", "*"]) {
      const odd = row({ kind: text, channelLabel: text, eventId: text });
      for (const column of columns) expect(parseFilter(termOf(odd, column) ?? "").faults).toEqual([]);
    }
  });

  it("is what is copied, exactly", () => {
    expect(textOf(message, "channel")).toBe('{"channel":"ChatChannel","room":42}');
    expect(textOf(message, "time")).toBe(new Date(message.at).toISOString());
    expect(textOf(message, "summary")).toBe("hello from row 7");
  });

  it("is a beginning and an end in time, with both ends of a fold", () => {
    const { from, until } = timeTerms(row({ fold: { count: 3, lastSeq: 9, untilAt: message.at + 2_000 } }));
    expect(from).toMatch(/^time:>=2026-11-\d\dT\d\d:\d\d:11\.280$/);
    expect(until).toMatch(/^time:<=2026-11-\d\dT\d\d:\d\d:13\.280$/);
    expect(parseFilter(`${from} ${until}`).faults).toEqual([]);
  });
});
