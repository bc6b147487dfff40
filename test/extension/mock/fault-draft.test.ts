/** What is typed on a fault's sheet, as the fault that it makes, judged by the mock server itself. */
import { describe, expect, it } from "vitest";
import { checkFault } from "../../../mock-server/faults/fault-check.ts";
import {
  type FaultDraft,
  faultOfText,
  firstFault,
  scopeFields,
  scopeOf,
  toFault,
} from "../../../src/extension/mock/fault-draft.ts";
import { type FaultKind, faultForms } from "../../../src/extension/mock/fault-forms.ts";
import { whatItDoes, whereItDoes } from "../../../src/extension/mock/fault-words.ts";
import { protocols } from "../../../src/protocols/registry.ts";

const kinds = Object.keys(faultForms) as FaultKind[];
const draft = (kind: FaultKind, more: Partial<FaultDraft> = {}): FaultDraft => ({
  kind,
  values: {},
  scope: {},
  ...more,
});

describe("a fault's form", () => {
  it.each(kinds)("%s: can be added as it is proposed, or says what is missing with an example that can", (kind) => {
    const missing = firstFault(draft(kind));
    const values = missing ? { [missing.field.name]: missing.field.placeholder ?? "" } : {};
    expect(firstFault(draft(kind, { values }))).toBeUndefined();
    expect(() => checkFault(toFault(draft(kind, { values })), protocols)).not.toThrow();
  });

  it.each(kinds)("%s: offers no scope that the mock server refuses", (kind) => {
    const given = {
      door: "/cable",
      protocol: "action-cable",
      topic: "chat:*",
      client: "1",
      kinds: "ping",
      share: "50",
      times: "2",
    };
    const scope = Object.fromEntries(
      Object.entries(given).filter(([name]) => scopeOf(kind).some((known) => known === name)),
    );
    const values = Object.fromEntries(
      faultForms[kind].fields.map((field) => [field.name, field.initial || field.placeholder || ""]),
    );
    // Faults that are about HTTP alone have no business at a door of WebSockets.
    expect(() => checkFault(toFault(draft(kind, { values, scope })), protocols)).not.toThrow();
  });
});

it("reads numbers, yes and no, headers, percent and lists, and leaves out what is empty", () => {
  expect(
    toFault(
      draft("delay", {
        values: { byMs: " 250 " },
        scope: { share: "50", times: "3", kinds: "ping, welcome", name: "slow" },
      }),
    ),
  ).toEqual({ name: "slow", share: 0.5, times: 3, kinds: ["ping", "welcome"], does: { kind: "delay", byMs: 250 } });
  expect(toFault(draft("disconnect", { values: { reason: "remote", reconnect: "no" } }))).toEqual({
    does: { kind: "disconnect", reason: "remote", reconnect: false },
  });
  expect(toFault(draft("answer", { values: { status: "503", headers: "Retry-After: 5\nX-A: b: c" } }))).toEqual({
    does: {
      kind: "answer",
      status: 503,
      headers: [
        ["Retry-After", "5"],
        ["X-A", "b: c"],
      ],
    },
  });
});

it("forgets what another kind of fault was given, and a scope that this one has not", () => {
  const before = { values: { bytes: "7", code: "4000" }, scope: { client: "3", topic: "a" } };
  expect(toFault(draft("drop", before))).toEqual({ client: 3, topic: "a", does: { kind: "drop" } });
  expect(toFault(draft("evict", before))).toEqual({ topic: "a", does: { kind: "evict" } });
});

it.each([
  [faultForms.delay.fields[0], "soon", /whole number/],
  [faultForms.delay.fields[0], "", /needed/],
  [faultForms.delay.fields[0], "-1", /whole number/],
  [scopeFields.share, "101", /1 to 100/],
  [scopeFields.share, "0", /1 to 100/],
  [faultForms.answer.fields[1], "no header", /Name: value/],
])("says what is wrong with %o: %s", (field, typed, told) => {
  if (!field) throw new Error("The form has changed.");
  expect(faultOfText(field, typed)).toMatch(told);
});

it("has words for what it does and where", () => {
  const titles = new Map([["action-cable", "Action Cable"]]);
  const fault = toFault(
    draft("close", {
      values: { code: "4000", reason: "maintenance" },
      scope: { door: "/cable", protocol: "action-cable", share: "50", times: "1" },
    }),
  );
  expect(whatItDoes(fault.does)).toBe("Close with Code 4000, maintenance");
  expect(whereItDoes(fault, titles)).toBe("/cable · Action Cable · 50 % · once");
  expect(whatItDoes({ kind: "drop" })).toBe("Drop");
  expect(whereItDoes({ does: { kind: "drop" } }, titles)).toBe("everywhere");
  expect(whatItDoes({ kind: "delay", byMs: 3000 })).toBe("Delay 3000 ms");
});
