/** The list below the filter box, while what it offers changes. */
import { describe, expect, it } from "vitest";
import { noWords } from "../../src/filter/complete.ts";
import { FilterCompletion } from "../../webview/filter-completion.ts";

function completion(): FilterCompletion {
  const host = { addController() {}, removeController() {}, requestUpdate() {}, updateComplete: Promise.resolve(true) };
  return new FilterCompletion(host);
}

const words = { ...noWords, kinds: ["message"] };

describe("filters of before", () => {
  it("open the list when they come after they were asked for", () => {
    const list = completion();
    list.offer([], "");
    expect(list.isOpen).toBe(false);
    list.refresh(["newer", "older"]);
    expect(list.active?.insert).toBe("newer");
  });

  it("come in while the list is open, and the chosen one stays chosen", () => {
    const list = completion();
    list.offer(["newer", "older"], "typed");
    list.move(1);
    list.refresh(["newest", "newer", "older"]);
    expect(list.active?.insert).toBe("older");
    expect(list.place).toEqual({ from: 0, to: 5, items: expect.anything() });
  });

  it("open no list that nobody asked for, was closed, or offers something else", () => {
    const list = completion();
    list.refresh(["newer"]);
    expect(list.isOpen).toBe(false);
    list.offer([], "");
    list.close();
    list.refresh(["newer"]);
    expect(list.isOpen).toBe(false);
    list.offer([], "");
    list.ask("kind:", 5, words);
    list.refresh(["newer"]);
    expect(list.first()?.insert).toBe("message");
  });
});
