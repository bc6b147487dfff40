import { expect, it } from "vitest";
import type { Row } from "../../src/bridge/rows.ts";
import { rowMenu } from "../../webview/row-menu.ts";
import type { TimelineStore } from "../../webview/timeline-store.ts";

const row: Row = {
  seq: 4,
  at: 0,
  source: "message",
  direction: "received",
  kind: "ping",
  summary: "",
  heartbeat: true,
};

/** What a menu's item asks of the host. */
function copied(asked: Row, transport: "http" | "websocket", label: string): unknown {
  const calls: unknown[] = [];
  const host = { exportRows: async (...args: unknown[]) => void calls.push(args) };
  const store = {
    host,
    filters: {},
    comparison: { chosen: undefined },
    options: { filter: "", foldHeartbeats: true },
    protocol: { transport },
    attempt: (act: (with_: typeof host) => unknown) => act(host),
  };
  const items = rowMenu(store as unknown as TimelineStore, { row: asked, column: "kind" });
  items.find((item) => item.label === label)?.run();
  return calls[0];
}

it("copies a row for a report, and as the commands that fit its transport", () => {
  expect(copied(row, "websocket", "Copy Row as Markdown")).toEqual([[4], "markdown"]);
  expect(copied(row, "websocket", "Copy Row as Mock Scenario")).toEqual([[4], "scenario"]);
  expect(copied(row, "websocket", "Copy Row as websocat")).toEqual([[4], "websocat"]);
  expect(copied(row, "http", "Copy Row as curl")).toEqual([[4], "curl"]);
  expect(copied(row, "http", "Copy Row as wscat")).toBeUndefined();
});

it("copies all that a row stands for, where they are neighbours and few", () => {
  const folded = (count: number, lastSeq: number) => ({ ...row, fold: { count, lastSeq, untilAt: 9 } });
  expect(copied(folded(3, 6), "websocket", "Copy Row as Markdown")).toEqual([[4, 5, 6], "markdown"]);
  expect(copied(folded(3, 9), "websocket", "Copy Row as Markdown")).toEqual([[4], "markdown"]);
  expect(copied(folded(5000, 5003), "websocket", "Copy Row as Markdown")).toEqual([[4], "markdown"]);
});
