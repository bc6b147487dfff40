/** The row that a fault's strike becomes. */
import { expect, it } from "vitest";
import { faultEvent } from "../../src/engine/fault-event.ts";

it("says what was done, what clients make of it, and how to be rid of it", () => {
  const event = faultEvent({
    at: 0,
    fault: "1",
    kind: "drop",
    text: "Dropped a message of chat",
    client: 3,
    topic: "chat",
  });
  expect(event).toMatchObject({ kind: "faultInjected", level: "warning", title: "Dropped a message of chat" });
  expect(event.channel).toBe("chat");
  expect(event.explanation).toMatch(/never sent.*on purpose/);
  expect(event.advice?.join(" ")).toMatch(/Mock Server view/);
});

it("is no warning where nothing is lost: a delay strikes every message", () => {
  const strike = { at: 0, fault: "1", text: "Held a message back for 3 s" } as const;
  expect(faultEvent({ ...strike, kind: "delay" }).level).toBe("note");
  expect(faultEvent({ ...strike, kind: "reset" }).level).toBe("warning");
});
