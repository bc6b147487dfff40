/** `framescope import`: the realtime traffic of a file on stdout, decoded and judged; on stderr what was left out, and why. */

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import process from "node:process";
import type { EngineApi } from "../bridge/engine-api.ts";
import type { ImportReport } from "../bridge/transfer.ts";
import { counted } from "./counted.ts";
import { withEngine } from "./engine-session.ts";
import { Outcomes } from "./outcomes.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";
import type { ImportRequest } from "./requests/import-request.ts";
import { RowFeed } from "./row-feed.ts";
import { endJson, sessionJson } from "./row-json.ts";
import { printRows } from "./row-output.ts";
import { writeScenarios } from "./scenario-files.ts";

/** Returns the exit code. Rejects with a sentence that names the place when the file cannot be read. */
export async function runImport(request: ImportRequest, output: Output): Promise<number> {
  const outcomes = new Outcomes();
  let feed: RowFeed | undefined;
  const events = {
    viewChanged: (state: Parameters<RowFeed["viewChanged"]>[0]) => feed?.viewChanged(state),
    transferChanged: outcomes.transferChanged,
  };
  return withEngine(events, async (api, lost) => {
    const path = resolve(process.cwd(), request.path);
    if (!existsSync(path)) throw new Error(`There is no file ${request.path}.`);
    if (path.endsWith(".framescope")) {
      const { id } = await api.openCapture(path);
      if (request.scenario !== undefined) {
        await writeScenarios(api, [id], request.scenario, outcomes, output);
        return 0;
      }
      feed = new RowFeed(api, id);
      await printCapture(api, id, feed, request, output);
      return 0;
    }
    const { report } = await Promise.race([outcomes.of(await api.importCapture(path), "imported"), lost]);
    const sessions = report.captures.map(({ session }) => session);
    if (request.scenario !== undefined) await writeScenarios(api, sessions, request.scenario, outcomes, output);
    for (const session of request.scenario === undefined ? sessions : []) {
      if (output.closed) break;
      feed = new RowFeed(api, session);
      await printCapture(api, session, feed, request, output);
    }
    for (const line of leftOut(report)) output.say(printable(line));
    return report.captures.length > 0 ? 0 : 1;
  });
}

async function printCapture(
  api: EngineApi,
  id: string,
  feed: RowFeed,
  request: ImportRequest,
  output: Output,
): Promise<void> {
  const session = (await api.sessions()).find((summary) => summary.id === id);
  if (!session) return;
  await output.line(request.json ? sessionJson(session) : `${session.protocolTitle} at ${printable(session.url)}`);
  output.onClosed(() => feed.abandon());
  feed.finish(session.entries);
  const rows = await printRows(api, session, feed, request, output);
  const { verdicts } = session;
  if (request.json) await output.line(endJson({ connected: true, rows, verdicts }));
  else output.say(`${rows} of ${session.entries} rows, ${counted(verdicts, "verdict")}`);
}

function leftOut({ captures, notTaken, remarks }: ImportReport): string[] {
  const nothing = captures.length === 0 ? ["Nothing in it is traffic of a protocol that Framescope speaks."] : [];
  const left = notTaken.map(({ reason, count, examples }) => `left out: ${count} × ${reason} (${examples.join(", ")})`);
  return [...nothing, ...left, ...remarks];
}
