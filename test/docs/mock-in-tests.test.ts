/** The examples in the documentation are the ones that run. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const page = readFileSync("docs/mock-in-tests.md", "utf8");
const copies = [...page.matchAll(/<!-- copied from (\S+) -->\n```\w+\n([\s\S]*?)```/g)];

describe("the page about tests", () => {
  it("has the browser's and Node's example", () => {
    expect(copies.map(([, file]) => file)).toEqual([
      "test/examples/browser.test.ts",
      "test/examples/node-client.jest.mjs",
    ]);
  });

  it.each(copies.map(([, file = "", text = ""]) => [file, text]))("shows %s as it is", (file, text) => {
    expect(text).toBe(readFileSync(file, "utf8"));
  });
});
