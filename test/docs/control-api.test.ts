/** What the page about the control API says, asked of a mock server. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { orders } from "../../mock-server/control/orders.ts";
import { startAsked } from "../mock-server/control/asking.ts";

const page = readFileSync("docs/control-api.md", "utf8");

interface Example {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly answer: object;
}

/** As curl reads its command line: with a body it posts. */
function readExample([, options = "", path = "", body = "", answer = ""]: RegExpMatchArray): Example {
  const method = /-X (\w+)/.exec(options)?.[1] ?? (body ? "POST" : "GET");
  return { method, path, body, answer: JSON.parse(answer) };
}

const pattern = /^curl -H "\$AUTH" (.*?)"\$ORIGIN\/_framescope(\S+)"(?: -d '(.*)')?\n# (\{.*\})$/gm;
const examples = [...page.matchAll(pattern)].map(readExample);

describe("the control API's page", () => {
  it("lists every order, and no other", () => {
    const listed = [...page.matchAll(/^\| `(GET|POST|PUT|DELETE) (\S+)` \|/gm)].map(([, method, path]) => [
      method,
      path,
    ]);
    expect(listed.sort()).toEqual(
      Object.values(orders)
        .map(({ method, path }) => [method, path])
        .sort(),
    );
  });

  it("has examples that are answered as it says", async () => {
    expect(examples).toHaveLength(page.match(/^curl /gm)?.length ?? 0);
    const mock = await startAsked();
    for (const { method, path, body, answer } of examples)
      expect((await mock.ask({ method, path, body })).body).toMatchObject(answer);
  });
});
