import { describe, expect, it } from "vitest";
import { KeyAhead } from "../../webview/key-ahead.ts";

const modifiers = { ctrlKey: false, metaKey: false, altKey: false };

function typed(...keys: readonly (string | [key: string, timeStamp: number])[]): KeyAhead {
  const ahead = new KeyAhead();
  for (const key of keys) {
    const [name, timeStamp] = typeof key === "string" ? [key, 100] : key;
    ahead.hear({ ...modifiers, key: name, timeStamp }, false);
  }
  return ahead;
}

describe("keys typed ahead", () => {
  it("are handed over once", () => {
    const ahead = typed("r", "o", "w", " ", "Shift", "K");
    expect(ahead.take(200)).toBe("row K");
    expect(ahead.take(200)).toBe("");
  });

  it("can be taken back, and mean nothing before another key's meaning", () => {
    expect(typed("r", "x", "Backspace", "o").take(200)).toBe("ro");
    expect(typed("r", "ArrowDown", "o").take(200)).toBe("o");
    expect(typed("r", "Enter").take(200)).toBe("");
  });

  it("are forgotten after a while, after a shortcut, and when they went into a field", () => {
    expect(typed("r").take(3_000)).toBe("");
    expect(typed("r", ["o", 5_000]).take(5_100)).toBe("o");
    const ahead = typed("r");
    ahead.hear({ ...modifiers, key: "f", ctrlKey: true, timeStamp: 110 }, false);
    expect(ahead.take(200)).toBe("");
    ahead.hear({ ...modifiers, key: "f", timeStamp: 120 }, true);
    expect(ahead.take(200)).toBe("");
  });
});
