import { describe, expect, it } from "vitest";
import type { Row, RowWindow } from "../../src/bridge/rows.ts";
import { RowBlocks } from "../../webview/row-blocks.ts";
import { chat } from "./captures.ts";

const capture = chat(10_000_000);

/** A host that answers when it is told to. */
function slowHost() {
  const asked: {
    readonly from: number;
    readonly count: number;
    answer(rows?: readonly Row[]): Promise<void>;
    fail(): Promise<void>;
  }[] = [];
  const failures: string[] = [];
  let arrivals = 0;
  const blocks = new RowBlocks({
    fetch: (from, count) =>
      new Promise<RowWindow>((resolve, reject) => {
        const rows = Array.from({ length: count }, (_, index) => capture.row(from + index + 1));
        asked.push({
          from,
          count,
          answer: async (given = rows) => resolve({ view: 1, generation: 1, firstRow: 0, from, rows: given }),
          fail: async () => reject(new Error("gone")),
        });
      }),
    arrived: () => arrivals++,
    failed: ({ message }) => failures.push(message),
  });
  return { blocks, asked, failures, arrivals: () => arrivals };
}

async function answerAll(asked: ReturnType<typeof slowHost>["asked"]): Promise<void> {
  for (let next = 0; next < asked.length; next++) await asked[next]?.answer();
}

describe("rows on demand", () => {
  it("fetches the block that is to be seen, and two ahead in the direction of travel", async () => {
    const { blocks, asked } = slowHost();
    blocks.want(500, 540, 1, 10_000_000);
    await answerAll(asked);
    expect(asked.map(({ from }) => from)).toEqual([500, 600, 700]);
    blocks.want(500, 540, -1, 10_000_000);
    await answerAll(asked);
    expect(asked.slice(3).map(({ from }) => from)).toEqual([400, 300]);
    expect(blocks.row(540)?.seq).toBe(541);
  });

  it("asks for no more than three blocks at once, and then for what is wanted by then", async () => {
    const { blocks, asked } = slowHost();
    for (let first = 0; first < 100_000; first += 1000) blocks.want(first, first + 40, 1, 10_000_000);
    expect(asked.map(({ from }) => from)).toEqual([0, 100, 200]);
    await asked[0]?.answer();
    expect(asked[3]?.from).toBe(99_000);
  });

  it("forgets the blocks that were least recently seen", async () => {
    const { blocks, asked } = slowHost();
    for (let block = 0; block < 80; block++) {
      blocks.want(block * 100, block * 100, 1, 10_000_000);
      await answerAll(asked);
    }
    expect(blocks.row(0)).toBeUndefined();
    expect(blocks.row(7900)?.seq).toBe(7901);
  });

  it("throws away answers to questions from before a reset", async () => {
    const { blocks, asked, arrivals } = slowHost();
    blocks.want(0, 40, 1, 1000);
    blocks.wantTail(1000, 50);
    blocks.reset();
    await answerAll(asked);
    expect(blocks.row(0)).toBeUndefined();
    expect(blocks.tailEnd).toBeUndefined();
    expect(arrivals()).toBe(0);
  });

  it("asks for the tail one question at a time, and knows where it ends", async () => {
    const { blocks, asked } = slowHost();
    blocks.wantTail(1000, 50);
    blocks.wantTail(2000, 50);
    expect(asked.map(({ from, count }) => [from, count])).toEqual([[950, 50]]);
    await asked[0]?.answer();
    expect(blocks.tailEnd).toBe(1000);
    expect(blocks.row(999)?.seq).toBe(1000);
    blocks.wantTail(2000, 50);
    expect(asked[1]).toMatchObject({ from: 1950 });
  });

  it("fetches the last block again when the capture has grown, shows it meanwhile, and leaves full ones alone", async () => {
    const { blocks, asked } = slowHost();
    blocks.want(0, 140, 1, 150);
    await answerAll(asked);
    blocks.grow();
    expect(blocks.row(149)?.seq).toBe(150);
    blocks.want(0, 140, 1, 180);
    expect(asked.slice(2).map(({ from }) => from)).toEqual([100]);
  });

  it("prefers the later of two answers about a row: a fold may have grown", async () => {
    const { blocks, asked } = slowHost();
    const folded = (count: number): Row => ({
      ...capture.row(100),
      heartbeat: true,
      fold: { count, lastSeq: 100, untilAt: 0 },
    });
    blocks.wantTail(100, 1);
    await asked[0]?.answer([folded(2)]);
    blocks.want(0, 99, 1, 100);
    await asked[1]?.answer([...Array.from({ length: 99 }, (_, index) => capture.row(index + 1)), folded(3)]);
    expect(blocks.row(99)?.fold?.count).toBe(3);
    blocks.wantTail(100, 1);
    await asked[2]?.answer([folded(4)]);
    expect(blocks.row(99)?.fold?.count).toBe(4);
  });

  it("tells a failure, and asks again only when the rows are wanted again", async () => {
    const { blocks, asked, failures } = slowHost();
    blocks.want(0, 40, 1, 50);
    await asked[0]?.fail();
    expect(failures).toEqual(["gone"]);
    expect(asked).toHaveLength(1);
    blocks.want(0, 40, 1, 50);
    expect(asked).toHaveLength(2);
  });
});
