/** Starting a mock server in the process of a test: with what it plays, by which chance and clock. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type StartOptions, startMock } from "../../src/mock-client/start.ts";
import { makeFolder, useStateFolder } from "../mock-server/running-mock.ts";

async function start(options: StartOptions) {
  useStateFolder(makeFolder());
  const mock = await startMock(options);
  onTestFinished(() => mock.stop());
  return mock;
}

function scenarioFile(text: string): string {
  const path = join(makeFolder(), "chat.scenario.yaml");
  writeFileSync(path, text);
  return path;
}

const names = "topics: { chat: { history: { times: 5, data: '{{ fake.person.fullName }}' } } }";

describe("a mock server that is started", () => {
  it("plays its scenario before anybody comes", async () => {
    const mock = await start({ scenario: scenarioFile("name: Chat\ntopics: { chat: { history: [1, 2] } }") });
    expect(await mock.scenario()).toMatchObject({ name: "Chat" });
    expect((await mock.history("chat")).publications.map(({ data }) => data)).toEqual([1, 2]);
  });

  it("makes up the same with the same seed, also over a reset, and something else with another", async () => {
    const made = async (seed: number) => {
      const mock = await start({ scenario: { text: names }, seed });
      const { publications } = await mock.history("chat");
      await mock.reset();
      const again = await mock.history("chat");
      expect(again.publications.map(({ data }) => data)).toEqual(publications.map(({ data }) => data));
      return publications.map(({ data }) => data);
    };
    const [one, same, other] = [await made(1), await made(1), await made(2)];
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it("has timed messages come when its clock is moved", async () => {
    const scenario = { text: "messages: [{ every: 1s, to: ticker, data: tick }]" };
    const mock = await start({ scenario, clock: "manual" });
    await mock.advance(3_500);
    const { publications } = await mock.history("ticker");
    expect(publications.map(({ at }) => at - (publications[0]?.at ?? 0))).toEqual([0, 1_000, 2_000, 3_000]);
  });

  it("tells its log what happens", async () => {
    const lines: string[] = [];
    const mock = await start({ log: (line) => lines.push(line) });
    expect(lines).toEqual([`The mock server listens at ${mock.origin}.`]);
  });

  it("is not, where its scenario or its port is wrong", async () => {
    const path = scenarioFile("messages: [{ to: a }]\ntopic: {}");
    await expect(startMock({ scenario: path })).rejects.toMatchObject({
      code: "bad-scenario",
      message: expect.stringMatching(/chat\.scenario\.yaml:1:.*\n.*chat\.scenario\.yaml:2:1: There is no "topic" here/),
    });
    const { port } = await start({});
    await expect(startMock({ port })).rejects.toMatchObject({ code: "port-in-use" });
  });
});
