import { describe, expect, it } from "vitest";
import { checkNode } from "../../src/cli/node-version.ts";

describe("the terminal's Node", () => {
  it.each(["24.0.0", "24.21.0", "26.1.0"])("%s will do", (version) => {
    expect(() => checkNode(version)).not.toThrow();
  });

  it.each(["20.20.2", "22.13.0", "23.11.1"])("%s is too old, and told so", (version) => {
    expect(() => checkNode(version)).toThrow(`Node 24 or newer is needed, and this is ${version}.`);
  });
});
