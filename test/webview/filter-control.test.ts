/** What becomes of filters that are kept when answers come late and in any order. */
import { describe, expect, it } from "vitest";
import type { FilterChange, KeptFilters } from "../../src/bridge/filters.ts";
import type { TimelineHost } from "../../src/bridge/timeline-api.ts";
import { type FilterWords, noWords } from "../../src/filter/complete.ts";
import { FilterControl } from "../../webview/filter-control.ts";

const words: FilterWords = { ...noWords, kinds: ["message"] };

/** A host that keeps filters at once and finds words when it is told to. */
function keeping() {
  let recent: readonly string[] = [];
  const found = Promise.withResolvers<FilterWords>();
  const host = {
    filterWords: () => found.promise,
    filters: async (change?: FilterChange): Promise<KeptFilters> => {
      if (change?.kind === "used") recent = [change.filter, ...recent];
      return { recent, saved: [] };
    },
  } as Partial<TimelineHost> as TimelineHost;
  const control = new FilterControl({
    host,
    options: { filter: "" },
    selection: { seq: undefined },
    setOptions: async () => {},
    attempt: (call) => call(host),
    changed: () => {},
  });
  return { control, found };
}

describe("kept filters", () => {
  it("are not undone by words that come after them", async () => {
    const { control, found } = keeping();
    const prepared = control.prepare();
    await control.remember("deploy");
    found.resolve(words);
    await prepared;
    expect(control.kept.recent).toEqual(["deploy"]);
    expect(control.words).toEqual(words);
  });

  it("are there when words cannot be found", async () => {
    const { control, found } = keeping();
    await control.remember("deploy");
    const prepared = control.prepare();
    found.reject(new Error("the capture is gone"));
    await prepared;
    expect(control.kept.recent).toEqual(["deploy"]);
  });
});
