/**
 * The demo: a mock server with made-up traffic, and what comes through each of its doors, decoded, in the terminal.
 * `--seconds N`: ends by itself with a line per protocol, and exit code 0 only if each one delivered.
 * Whatever the registry holds takes part; no protocol is named here.
 */
import { spawnSync } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { EngineApi, ProtocolInfo } from "../bridge/engine-api.ts";
import type { Row, ViewState } from "../bridge/rows.ts";
import { publishDemoTraffic } from "../cli/demo-traffic.ts";
import { withEngine } from "../cli/engine-session.ts";
import { onInterruption } from "../cli/interruption.ts";
import { createOutput } from "../cli/output.ts";
import { RowPrinter } from "../cli/row-text.ts";
import { DoorWatch, emptyTally, hasDelivered, tallyLine } from "./demo-door.ts";
import { type Editor, openEditor } from "./editor.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const output = createOutput();

function secondsWanted(): number | undefined {
  const { values } = parseArgs({ options: { seconds: { type: "string" } } });
  if (values.seconds === undefined) return undefined;
  const seconds = Number(values.seconds);
  if (!(seconds > 0) || seconds > 86_400)
    throw new Error(`--seconds takes a number of seconds, and "${values.seconds}" is none.`);
  return seconds;
}

/** Resolves after so many seconds, or when the person has had enough. */
function untilTheEnd(seconds: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (seconds !== undefined) setTimeout(resolve, seconds * 1000);
    onInterruption(resolve);
    output.onClosed(resolve);
  });
}

async function openDoors(api: EngineApi, watches: DoorWatch[]): Promise<void> {
  const protocols = await api.protocols();
  const { origin, doors } = await api.startMock({});
  await output.line(`The mock server is at ${origin}. Its doors:`);
  for (const door of doors) await output.line(`  ${door.sample.url}\n    ${door.hint}`);
  for (const protocol of protocols) {
    const door = doors.find((candidate) => candidate.protocol === protocol.id);
    if (!door) throw new Error(`The mock server has no door for ${protocol.title}.`);
    watches.push(await DoorWatch.open(api, door, protocol, rowWriter(protocol, protocols)));
  }
}

/** Rows of all doors are mixed as they come, so each begins with its protocol. Heartbeats are left out. */
function rowWriter({ title }: ProtocolInfo, all: readonly ProtocolInfo[]): (row: Row) => void {
  const name = output.style.paint("bold", title.padEnd(Math.max(...all.map((protocol) => protocol.title.length))));
  const printer = new RowPrinter(output.style);
  return (row) => {
    if (!row.heartbeat) void output.line(`${name} ${printer.print(row)}`);
  };
}

async function summarize(api: EngineApi, watches: readonly DoorWatch[]): Promise<number> {
  await output.line("");
  let silent = 0;
  for (const protocol of await api.protocols()) {
    const tally = watches.find((watch) => watch.title === protocol.title)?.tally ?? emptyTally;
    if (!hasDelivered(tally)) silent++;
    await output.line(tallyLine(protocol.title, tally));
  }
  return silent === 0 ? 0 : 1;
}

async function run(): Promise<number> {
  const seconds = secondsWanted();
  await output.line("Building …");
  const build = spawnSync(process.execPath, ["src/dev/build.ts"], { cwd: root, stdio: "inherit" });
  if (build.status !== 0) return 1;

  const watches: DoorWatch[] = [];
  const viewChanged = (state: ViewState) => {
    for (const watch of watches) watch.viewChanged(state);
  };
  return withEngine({ viewChanged }, async (api) => {
    let editor: Editor | undefined;
    const end = untilTheEnd(seconds);
    await openDoors(api, watches);
    const stopTraffic = publishDemoTraffic(api);
    try {
      if (seconds === undefined) {
        editor = await openEditor(root);
        await output.line(`\n${editor.notice}\nThere, run "Framescope: Connect to Endpoint…" with one of:`);
        // Two protocols may share an address.
        const addresses = new Set((await api.mockState()).doors.map(({ sample }) => sample.url));
        for (const address of addresses) await output.line(`  ${address}`);
        await output.line("Ctrl+C ends the demo.\n");
      }
      await end;
    } finally {
      stopTraffic();
      await editor?.close();
    }
    await Promise.all(watches.map((watch) => watch.close()));
    const exitCode = await summarize(api, watches);
    // Without a time limit the demo is over when the person says so, whatever came until then.
    return seconds === undefined ? 0 : exitCode;
  });
}

try {
  process.exitCode = await run();
} catch (error) {
  output.say(`framescope: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
