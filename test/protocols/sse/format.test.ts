import { describe, expect, it } from "vitest";
import { formatBlock } from "../../../src/protocols/sse/format.ts";
import { Dice } from "../dice.ts";
import { decode, events } from "./decoding.ts";

describe("writing blocks", () => {
  it("writes the fields in their usual order", () => {
    expect(formatBlock({ comment: "c", id: "1", event: "e", data: "a\nb" })).toBe(
      ": c\nid: 1\nevent: e\ndata: a\ndata: b\n\n",
    );
    expect(formatBlock({ data: "" })).toBe("data: \n\n");
  });

  it("cannot be made to write a field that was not asked for", () => {
    expect(formatBlock({ id: "1\ndata: x", event: "e\r\nid: 2" })).toBe("id: 1 data: x\nevent: e id: 2\n\n");
  });

  it("is undone by the decoder", () => {
    const dice = new Dice(11);
    for (let round = 0; round < 300; round += 1) {
      const id = dice.text("aü1: ", 5);
      const event = dice.text("ab:€", 4);
      const data = dice.text('a\n :"ü{', 12);
      const expected = [[event || "message", data, id]];
      expect(events(decode([formatBlock({ id, event, data })]))).toEqual(expected);
    }
  });
});
