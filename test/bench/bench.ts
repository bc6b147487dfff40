/**
 * `npm run bench -- [--json] [--only capture|memory|host|fanout|timeline]`: measures, prints a table, and with `--json` ends
 * with one JSON object on the last line. What the figures mean stands in docs/bench.md.
 */
import process from "node:process";
import { parseArgs } from "node:util";
import "../../src/dev/reader-gone.mjs";
import { findChromium } from "../chromium.ts";
import { measureCapture } from "./capture.ts";
import { type FanoutFigures, measureFanout } from "./fanout.ts";
import { measureHost } from "./host.ts";
import { measureMemory } from "./memory.ts";
import { measureFilters } from "./timeline/filters.ts";
import { measureHar } from "./timeline/har.ts";
import { measureLive } from "./timeline/live.ts";
import { measureOpen } from "./timeline/open.ts";
import { measureScroll } from "./timeline/scroll.ts";

type Line = readonly [what: string, value: string];

interface Part {
  readonly title: string;
  measure(): Promise<object>;
  table(figures: never): readonly Line[];
}

const whole = (value: number) => Math.round(value).toLocaleString("en-US").replaceAll(",", " ");

function part<F extends object>(
  title: string,
  measure: () => Promise<F>,
  table: (figures: F) => readonly Line[],
): Part {
  return { title, measure, table };
}

const parts: Readonly<Record<string, Part>> = {
  capture: part(
    "Capture, 200-byte Action Cable frames",
    () => measureCapture(findChromium()),
    (figures) => [
      ["Framescope, frames a second", whole(figures.framesPerSecond)],
      ["bare floor (ws, JSON.parse, SQLite), frames a second", whole(figures.floorFramesPerSecond)],
      ["Framescope to the floor", figures.ratio.toFixed(2)],
      ["Chromium's Network domain, frames a second", optional(figures.chromiumFramesPerSecond, whole)],
      ["Framescope to Chromium", optional(figures.ratioToChromium, (ratio) => ratio.toFixed(1))],
    ],
  ),
  memory: part("Memory of the engine", measureMemory, (figures) => [
    ["at 200 000 frames, MB", whole(figures.smallMb)],
    ["at 2 000 000 frames, MB", whole(figures.largeMb)],
    ["growth, MB", whole(figures.growthMb)],
  ]),
  host: part("The host's event loop at 20 000 frames a second", measureHost, (figures) => [
    ["delay at p99, ms", figures.delayP99Ms.toFixed(1)],
    ["longest delay, ms", figures.delayMaxMs.toFixed(1)],
    ["frames a second taken", whole(figures.framesPerSecond)],
  ]),
  fanout: part("One publication to 10 000 Action Cable clients", measureFanout, (figures) => [
    ["clients connected, broadcasts lost", `${whole(figures.clients)}, ${figures.lost}`],
    ["mock server, ms to the last client", whole(figures.lastClientMs)],
    ["bare ws, ms to the last client", whole(figures.bareLastClientMs)],
    ["mock server to bare ws", figures.ratioToBareWs.toFixed(2)],
    ["mock server, bytes an idle client", whole(figures.bytesPerIdleClient)],
    ["bare ws, bytes an idle client", whole(figures.bareBytesPerIdleClient)],
    ["Rails on Puma, clients", optional(figures.railsClients, whole, "no Rails here")],
    ["Rails on Puma, broadcasts lost", optional(figures.railsLost, whole, "no Rails here")],
    ["Rails on Puma, ms to the last client", optional(figures.railsLastClientMs, whole, "never all")],
    ["Rails on Puma to the mock server", optional(ratioToRails(figures), (ratio) => ratio.toFixed(1), "—")],
  ]),
  open: part("Opening a capture, to its first rows on the screen", measureOpen, (figures) => [
    ["1 000 000 entries, ms", whole(figures.firstPaintMs1M)],
    ["10 000 000 entries, ms", whole(figures.firstPaintMs10M)],
    ["growth of host and engine from one to the other, MB", whole(figures.hostGrowthMb)],
    ["growth of the page, MB", figures.pageGrowthMb.toFixed(1)],
  ]),
  scroll: part("Scrolling 10 000 000 rows, time of a frame", measureScroll, (figures) => [
    ["p50 / p95 / max, ms", times(figures.p50Ms, figures.p95Ms, figures.maxMs)],
    ["a bare page of static rows", times(figures.bareP50Ms, figures.bareP95Ms, figures.bareMaxMs)],
    ["p95 to the bare page's", figures.p95Ratio.toFixed(2)],
    ["frames of small steps with a row still to come, %", (figures.blankShare * 100).toFixed(1)],
  ]),
  filter: part("Filtering 1 000 000 entries", measureFilters, (figures) => [
    ...figures.filters.map(({ filter, ms, bareMs }): Line => [filter, `${whole(ms)} / ${whole(bareMs)} ms`]),
    ["the worst, to the bare scan of the same", figures.ratio.toFixed(2)],
  ]),
  live: part("The timeline at 50 000 frames a second", measureLive, (figures) => [
    ["updates a second", figures.updatesPerSecond.toFixed(1)],
    ["button to its effect, p95, ms", whole(figures.buttonP95Ms)],
    ["slowest, ms", whole(figures.buttonMaxMs)],
    ["Disconnect to the last row, ms", whole(figures.rowsStopMs)],
  ]),
  har: part("HAR of 300 000 entries", measureHar, (figures) => [
    ["export, entries a second", whole(figures.exportEntriesPerSecond)],
    ["import, decoded and judged, entries a second", whole(figures.importEntriesPerSecond)],
    ["JSON.parse alone, entries a second", whole(figures.parseEntriesPerSecond)],
    ["size of the file, MB", whole(figures.fileMb)],
  ]),
};

function ratioToRails({ railsLastClientMs, lastClientMs }: FanoutFigures): number | undefined {
  return railsLastClientMs === undefined ? undefined : railsLastClientMs / lastClientMs;
}

function times(...ms: readonly number[]): string {
  return ms.map((value) => value.toFixed(1)).join(" / ");
}

/** What `--only` takes besides the parts' own names. */
const groups: Readonly<Record<string, readonly string[]>> = {
  timeline: ["open", "scroll", "filter", "live", "har"],
};

function optional(value: number | undefined, text: (value: number) => string, without = "no Chromium here"): string {
  return value === undefined ? without : text(value);
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: "boolean" }, only: { type: "string", multiple: true } } });
  const names = (values.only ?? Object.keys(parts)).flatMap((name) => groups[name] ?? [name]);
  const all: Record<string, object> = {};
  for (const name of names) {
    const wanted = parts[name];
    if (!wanted) {
      const known = [...Object.keys(groups), ...Object.keys(parts)].join(", ");
      throw new Error(`No part is called "${name}". Parts: ${known}.`);
    }
    const startedAt = performance.now();
    const figures = await wanted.measure();
    all[name] = figures;
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    process.stdout.write(`\n${wanted.title} (${seconds} s)\n`);
    for (const [what, value] of wanted.table(figures as never))
      process.stdout.write(`  ${what.padEnd(56)} ${value.padStart(10)}\n`);
  }
  if (values.json) process.stdout.write(`${JSON.stringify(all, rounded)}\n`);
}

/** Enough digits to compare, few enough to read. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === "number" ? Number(value.toPrecision(6)) : value;
}

try {
  await run();
} catch (error) {
  process.stderr.write(`bench: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
