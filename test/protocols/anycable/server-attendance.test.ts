/** People without a session: in the answer to who is there, and told of to those who listen. */
import { expect, it } from "vitest";
import type { Attendance } from "../../../src/model/hub.ts";
import { anycable } from "../../../src/protocols/anycable/index.ts";
import { stateOf } from "../../../src/protocols/anycable/server-state.ts";

const ada: Omit<Attendance, "kind"> = { topic: "chat:lobby", id: "ada", info: { name: "Ada" } };

it("they come and go once each, and the sessions are told", () => {
  const shared = {};
  const attend = (kind: Attendance["kind"]) => anycable.attend?.({ kind, ...ada }, shared);
  const told = (message: object) => ({ kind: "typed", type: "presence", message });
  expect(attend("join")).toEqual(told({ type: "join", id: "ada", info: { name: "Ada" } }));
  expect(attend("join")).toBeUndefined();
  expect(stateOf(shared).presence.list("chat:lobby")).toEqual([{ id: "ada", info: { name: "Ada" } }]);
  expect(attend("leave")).toEqual(told({ type: "leave", id: "ada" }));
  expect(attend("leave")).toBeUndefined();
  expect(stateOf(shared).presence.list("chat:lobby")).toEqual([]);
});

it("who is there by a session as well stays when only one of the two goes", () => {
  const shared = {};
  const { presence } = stateOf(shared);
  presence.join("chat:lobby", { id: "ada", info: {} }, "a session");
  expect(anycable.attend?.({ kind: "join", ...ada }, shared)).toBeUndefined();
  expect(anycable.attend?.({ kind: "leave", ...ada }, shared)).toBeUndefined();
  expect(presence.list("chat:lobby")).toHaveLength(1);
});
