import { describe, expect, it } from "vitest";
import { counted, emptyTally, hasDelivered, tallyLine } from "../../src/dev/demo-door.ts";
import { row } from "../cli/rows.ts";

const tallied = (...rows: Parameters<typeof row>[0][]) =>
  rows.map((changes) => row(changes)).reduce(counted, emptyTally);

describe("the tally of a door", () => {
  it("counts rows, messages, ids and verdicts apart", () => {
    const tally = tallied(
      { kind: "open", source: "transport" },
      { eventId: "1" },
      { eventId: "2" },
      { heartbeat: true },
      { direction: "sent", kind: "perform" },
      { source: "event", direction: undefined, level: "warning", eventId: "2" },
    );
    expect(tally).toEqual({ rows: 6, messages: 2, firstId: "1", lastId: "2", ids: 2, verdicts: 1 });
  });

  it("takes no greeting for a delivery", () => {
    const greeted = tallied({ kind: "welcome" }, { kind: "confirm_subscription" }, { kind: "ping", heartbeat: true });
    expect(hasDelivered(greeted)).toBe(false);
    expect(hasDelivered(counted(greeted, row({})))).toBe(true);
  });

  it("says it in a line", () => {
    expect(tallyLine("SSE", tallied({ eventId: "4" }, {}, { eventId: "9" }))).toBe(
      "SSE: delivered, 3 rows, 2 event ids, 4 to 9, 0 verdicts",
    );
    expect(tallyLine("WebSocket", emptyTally)).toBe("WebSocket: NOTHING DELIVERED, 0 rows, no event ids, 0 verdicts");
  });
});
