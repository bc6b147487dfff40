import { describe, expect, it } from "vitest";
import { fault } from "../../src/extension/asking/field-fault.ts";
import type { Field } from "../../src/model/form.ts";

const field = (more: Partial<Field>): Field => ({ name: "data", label: "Data", type: "text", ...more });

describe("what is wrong with a field", () => {
  it("names what is needed, with an example", () => {
    expect(fault(field({ required: true, placeholder: "ChatChannel" }), " ")).toBe(
      "Data is needed, for example ChatChannel",
    );
  });

  it("lets a field that is not needed be empty, also a JSON one", () => {
    expect(fault(field({}), "")).toBeUndefined();
    expect(fault(field({ type: "json" }), "")).toBeUndefined();
  });

  it("says where JSON breaks", () => {
    expect(fault(field({ type: "json" }), '{"a":1}')).toBeUndefined();
    expect(fault(field({ type: "json" }), '{"a":')).toMatch(/^Not JSON: /);
  });
});
