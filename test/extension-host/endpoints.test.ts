import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Endpoint } from "../../src/model/endpoint.ts";
import { framescope } from "./framescope.ts";

const endpoint = (id: string): Endpoint => ({
  id,
  url: `ws://localhost:1/cable?token=secret-${id}`,
  protocol: "action-cable",
  headers: [["Cookie", "session=secret"]],
  settings: {},
});
const shown = (title: string, usedAt: number) => ({
  title,
  url: "ws://localhost:1/cable?token=•••",
  protocol: "action-cable",
  protocolTitle: "Action Cable",
  usedAt,
});

describe("kept endpoints", () => {
  it("are listed without their secrets, and read back with them", async () => {
    const { endpoints } = await framescope().activate();
    await endpoints.used(endpoint("one"), shown("One", 1));
    assert.ok(!JSON.stringify(endpoints.listed()).includes("secret"));
    assert.deepEqual(await endpoints.read("one"), endpoint("one"));
    await endpoints.remove("one");
    assert.equal(await endpoints.read("one"), undefined);
  });

  it("stay saved when they are used again, and come before the recent ones", async () => {
    const { endpoints } = await framescope().activate();
    await endpoints.save(endpoint("kept"), shown("Kept", 1));
    await endpoints.used(endpoint("lately"), shown("Lately", 2));
    await endpoints.used(endpoint("kept"), shown("Kept", 3));
    assert.deepEqual(
      endpoints.listed().map(({ kind, title }) => [kind, title]),
      [
        ["saved", "Kept"],
        ["recent", "Lately"],
      ],
    );
    for (const { id } of endpoints.listed()) await endpoints.remove(id);
  });

  it("are at most ten that were only used", async () => {
    const { endpoints } = await framescope().activate();
    for (let index = 1; index <= 12; index++) await endpoints.used(endpoint(`${index}`), shown(`${index}`, index));
    const listed = endpoints.listed();
    assert.equal(listed.length, 10);
    assert.equal(listed[0]?.title, "12");
    assert.equal(await endpoints.read("1"), undefined);
    for (const { id } of listed) await endpoints.remove(id);
  });
});
