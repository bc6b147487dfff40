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

describe("words that come late", () => {
  it("are offered where they are waited for, and the chosen one stays chosen", () => {
    const list = completion();
    list.follow("kind:", 5, noWords);
    expect(list.isOpen).toBe(false);
    list.reword("kind:", 5, words);
    expect(list.first()?.insert).toBe("message");
    list.move(1);
    list.reword("kind:", 5, { ...words, kinds: ["confirm_subscription", "message"] });
    expect(list.active?.insert).toBe("message");
    list.ask("kind:", 5, noWords);
    list.reword("kind:", 5, words);
    expect(list.active?.insert).toBe("message");
  });

  it("open no list that was closed, or at another place", () => {
    const list = completion();
    list.follow("kind:", 5, noWords);
    list.reword("kind:m", 6, words);
    list.reword("kind:", 0, words);
    list.close();
    list.reword("kind:", 5, words);
    expect(list.isOpen).toBe(false);
  });
});
