import { describe, expect, it } from "vitest";
import { timeRangeOf, withoutTimeRange, withTimeRange } from "../../webview/time-term.ts";

const at = (text: string) => new Date(`2026-11-25T${text}`).getTime();
const whole = { fromAt: at("14:00:00"), toAt: at("15:00:00") };

describe("a stretch of time in the filter", () => {
  it("is as exact as it is short", () => {
    expect(withTimeRange("", { fromAt: at("14:02:11.2345"), toAt: at("14:02:12.5") })).toBe(
      "time:14:02:11.234..14:02:12.499",
    );
    expect(withTimeRange("", { fromAt: at("14:02:11.25"), toAt: at("14:05:00") })).toBe("time:14:02:11.2..14:04:59.9");
    expect(withTimeRange("", { fromAt: at("14:02:11.25"), toAt: at("14:55:00") })).toBe("time:14:02:11..14:54:59");
  });

  it("has dates where it is not all of one day", () => {
    const range = { fromAt: at("23:00:00"), toAt: at("23:00:00") + 7_200_000 };
    expect(withTimeRange("", range)).toBe("time:2026-11-25T23:00:00..2026-11-26T00:59:59");
  });

  it("takes the place of the one before, and leaves the rest as it is", () => {
    const range = { fromAt: at("14:02:00"), toAt: at("14:30:00") };
    expect(withTimeRange("kind:message time:14:00..14:01 -ping", range)).toBe(
      "kind:message -ping time:14:02:00..14:29:59",
    );
    expect(withoutTimeRange("kind:message time:14:00..14:01 -ping")).toBe("kind:message -ping");
    expect(withoutTimeRange("kind:message")).toBe("kind:message");
  });

  it("is read back to be drawn", () => {
    expect(timeRangeOf("time:14:10..14:20", whole)?.fromAt).toBe(at("14:10:00"));
    expect(timeRangeOf("time:>14:30", whole)?.toAt).toBe(whole.toAt);
    expect(timeRangeOf("kind:ping", whole)).toBeUndefined();
    expect(timeRangeOf("time:14:10 or kind:ping", whole)).toBeUndefined();
  });
});
