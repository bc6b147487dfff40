/** What faults make of messages, byte for byte as it is on the wire. */
import { describe, expect, it } from "vitest";
import { ManualClock } from "../../../src/clock/manual-clock.ts";
import type { Fault, MessageFault } from "../../../src/model/fault.ts";
import type { TestOptions } from "../running-mock.ts";
import { type FaultyMock, startFaulty } from "./faulty-mock.ts";
import { type RawClient, rawRequest, rawUpgrade } from "./raw-client.ts";
import { takeFrames, takeTexts } from "./raw-frames.ts";

interface Listening {
  readonly mock: FaultyMock;
  readonly client: RawClient;
  readonly clock: ManualClock;
}

/** Who hears the topic `t` when it is published to. */
async function listen(path: string, fault: Fault | undefined, options: TestOptions = {}): Promise<Listening> {
  const clock = new ManualClock();
  const mock = await startFaulty({ clock, random: () => 0, ...options });
  const isSocket = path.startsWith("/ws");
  const accept = ["Accept-Encoding: gzip"];
  if (fault && fault.does.kind === "buffer") mock.fault(fault);
  const client = isSocket ? await rawUpgrade(mock.port, path) : await rawRequest(mock.port, path, accept);
  await mock.when(({ topics }) => topics.some(({ topic, subscribers }) => topic === "t" && subscribers === 1));
  if (fault && fault.does.kind !== "buffer") mock.fault(fault);
  return { mock, client, clock };
}

const inTurn = async ({ publish }: FaultyMock, texts: readonly string[]) => {
  for (const text of texts) await publish("t", text);
};
const immediate = () => new Promise((resolve) => setImmediate(resolve));

describe("on a WebSocket", () => {
  it.each<[name: string, does: MessageFault, published: string[], received: string[], strikes: string[]]>([
    ["drop", { kind: "drop" }, ["a", "b"], [], ['Dropped "text"', 'Dropped "text"']],
    ["duplicate", { kind: "duplicate", copies: 2 }, ["a"], ["a", "a", "a"], ['Sent "text" 3 times']],
    [
      "reorder",
      { kind: "reorder", among: 3 },
      ["1", "2", "3", "4"],
      ["3", "1", "2"],
      ["Sent 3 messages in another order"],
    ],
    ["corrupt", { kind: "corrupt", bytes: 2 }, ["abc"], ["\u0060\u0063c"], ['Changed 2 bytes of "text"']],
    [
      "truncate",
      { kind: "truncate", keepBytes: 3 },
      ["abcdef", "abc"],
      ["abc", "abc"],
      ['Cut "text" off after 3 of 6 bytes'],
    ],
    [
      "truncate, within a character",
      { kind: "truncate", keepBytes: 1 },
      ["ü"],
      ["\u00c3"],
      ['Cut "text" off after 1 of 2 bytes'],
    ],
    [
      "oversize, an object",
      { kind: "oversize", toBytes: 22 },
      ['{"a":1}'],
      ['{"padding":"xx","a":1}'],
      ['Grew "json" from 7 to 22 bytes'],
    ],
    [
      "oversize, an empty object",
      { kind: "oversize", toBytes: 16 },
      ["{}"],
      ['{"padding":"xx"}'],
      ['Grew "json" from 2 to 16 bytes'],
    ],
    [
      "oversize, with no room for a member",
      { kind: "oversize", toBytes: 9 },
      ['{"a":1}'],
      ['{  "a":1}'],
      ['Grew "json" from 7 to 9 bytes'],
    ],
    ["oversize, a list", { kind: "oversize", toBytes: 6 }, ["[1]"], ["[   1]"], ['Grew "json" from 3 to 6 bytes']],
    ["oversize, any text", { kind: "oversize", toBytes: 4 }, ["hi"], ["hi  "], ['Grew "text" from 2 to 4 bytes']],
  ])("%s", async (_, does, published, received, strikes) => {
    const { mock, client } = await listen("/ws?topic=t", { does });
    await inTurn(mock, published);
    mock.clearFaults();
    await mock.publish("t", "end");
    const expected = [...received, ...(does.kind === "reorder" ? ["4"] : []), "end"];
    expect(await takeTexts(client, expected.length)).toEqual(expected);
    expect(mock.strikes.all.map(({ text }) => text)).toEqual(strikes);
    expect(mock.strikes.all.every(({ client: id, kind }) => id === 1 && kind === does.kind)).toBe(true);
  });

  it("delay: later, in the same order, and what comes behind it as well", async () => {
    const { mock, client, clock } = await listen("/ws?topic=t", {
      kinds: ["json"],
      does: { kind: "delay", byMs: 3000 },
    });
    await mock.publish("t", "before");
    await mock.publish("t", { late: 1 });
    await mock.publish("t", "behind");
    expect(await takeTexts(client, 1)).toEqual(["before"]);
    clock.advance(2999);
    await immediate();
    expect(await takeTexts(client, 1)).toEqual(["before"]);
    clock.advance(1);
    expect(await takeTexts(client, 3)).toEqual(["before", '{"late":1}', "behind"]);
    expect(mock.strikes.all.map(({ text }) => text)).toEqual(['Held "json" back for 3 s']);
  });

  it("delay: jitter is drawn for each, and never overtakes", async () => {
    const drawn = [0, 0, 0, 0, 0.5, 1];
    const options = { random: () => drawn.shift() ?? 0 };
    const { mock, client, clock } = await listen("/ws?topic=t", undefined, options);
    mock.fault({ does: { kind: "delay", byMs: 100, jitterMs: 200 } });
    drawn.splice(0, drawn.length, 0.5, 0);
    await inTurn(mock, ["first", "second"]);
    expect(mock.strikes.all.map(({ text }) => text)).toEqual([
      'Held "text" back for 200 ms',
      'Held "text" back for 100 ms',
    ]);
    clock.advance(199);
    await immediate();
    expect(client.bytes()).toHaveLength(0);
    clock.advance(1);
    expect(await takeTexts(client, 2)).toEqual(["first", "second"]);
  });

  it("delay: one that has struck its times keeps what it holds; one that is taken away lets go", async () => {
    const { mock, client, clock } = await listen("/ws?topic=t", { times: 1, does: { kind: "delay", byMs: 1000 } });
    await inTurn(mock, ["late", "behind"]);
    expect(mock.faults()).toEqual([]);
    clock.advance(1000);
    expect(await takeTexts(client, 2)).toEqual(["late", "behind"]);
    const id = mock.fault({ does: { kind: "delay", byMs: 60_000 } });
    await mock.publish("t", "held");
    mock.removeFault(id);
    expect(await takeTexts(client, 3)).toEqual(["late", "behind", "held"]);
  });

  it("throttle: byte by byte, and no faster than so many a second", async () => {
    const { mock, client, clock } = await listen("/ws?topic=t", { does: { kind: "throttle", bytesPerSecond: 20 } });
    const startedAt = clock.now();
    await mock.publish("t", "ab");
    const arrivedAt: number[] = [];
    while (client.bytes().length < 4) {
      clock.advance(50);
      await immediate();
      while (arrivedAt.length < client.bytes().length) arrivedAt.push(clock.now() - startedAt);
    }
    expect(client.bytes().toString("hex")).toBe("81026162");
    for (const [index, at] of arrivedAt.entries()) expect(at).toBeGreaterThanOrEqual(50 * (index + 1));
    expect(mock.strikes.all.map(({ text }) => text)).toEqual(['Sent "text" at 20 bytes a second']);
  });

  it("split: cut within frame heads and characters", async () => {
    const { mock, client } = await listen("/ws?topic=t", { does: { kind: "split", bytes: 1 } });
    await mock.publish("t", "ü!");
    await takeFrames(client, 1);
    // How much of it one read finds is up to the system; that it came in more than one is not.
    expect(client.received.all.length).toBeGreaterThan(1);
    expect(client.bytes().toString("hex")).toBe("8103c3bc21");
    expect(mock.strikes.all.map(({ text }) => text)).toEqual(['Cut "text" on the wire at every byte']);
  });

  it("fragment: one text frame, continuation frames, the last one final", async () => {
    const { mock, client } = await listen("/ws?topic=t", { does: { kind: "fragment", bytes: 2 } });
    await mock.publish("t", "aüb!");
    const frames = await takeFrames(client, 3);
    expect(frames.map(({ fin, opcode, payload }) => [fin, opcode, payload.toString("hex")])).toEqual([
      [false, 1, "61c3"],
      [false, 0, "bc62"],
      [true, 0, "21"],
    ]);
    expect(mock.strikes.all.map(({ text }) => text)).toEqual(['Sent "text" in 3 fragments']);
  });

  it("buffer: nothing until enough bytes wait, or long enough", async () => {
    const does: MessageFault = { kind: "buffer", untilBytes: 4, forMs: 500 };
    const { mock, client, clock } = await listen("/ws?topic=t", { does });
    await inTurn(mock, ["ab", "c"]);
    await immediate();
    expect(client.bytes()).toHaveLength(0);
    await mock.publish("t", "d");
    expect(await takeTexts(client, 3)).toEqual(["ab", "c", "d"]);
    await mock.publish("t", "e");
    clock.advance(500);
    expect(await takeTexts(client, 4)).toEqual(["ab", "c", "d", "e"]);
    expect(mock.strikes.all.map(({ text }) => text)).toEqual([
      'Kept "text" in a buffer, until 4 bytes wait or 500 ms have passed or nothing more comes',
      'Kept "text" in a buffer, until 4 bytes wait or 500 ms have passed or nothing more comes',
    ]);
  });
});
