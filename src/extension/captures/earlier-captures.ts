/**
 * Captures of earlier windows: a recording that broke off is offered once, when the next window begins; all that are kept
 * can be opened by a command.
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import type { EarlierCapture } from "../../bridge/engine-api.ts";
import { askOne } from "../asking/questions.ts";
import { sentence } from "../errors.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { counted } from "../numbers.ts";
import { captureViewType } from "./capture-editor.ts";

/** Open Earlier Capture…, or that of a session that ended with its window, by the session's id. */
export function openEarlier(engine: LazyEngine): (session?: unknown) => Promise<void> {
  return async (session) => {
    const captures = await engine.api.earlierCaptures();
    const wanted = captures.find((capture) => capture.session !== undefined && capture.session === session);
    if (typeof session === "string" && !wanted) throw new Error("What this session recorded is not kept any more.");
    const chosen = wanted ?? (await ask(captures));
    if (chosen) await open(chosen);
  };
}

/**
 * Whether a recording broke off is told by the log that SQLite keeps beside a file: who closes it in order takes the log
 * away. So the engine need not be started to see that there is nothing.
 */
function hasBrokenOff(folder: string): boolean {
  try {
    const logs = readdirSync(folder).filter((name) => name.endsWith(".framescope-wal"));
    return logs.some((name) => (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0) > 0);
  } catch {
    // There is no such folder: nothing was ever recorded.
    return false;
  }
}

/** The logs are gone once the engine has looked, so each is offered once. */
export async function offerBrokenOff(engine: LazyEngine, folder: string, log: vscode.LogOutputChannel): Promise<void> {
  if (!hasBrokenOff(folder)) return;
  try {
    const broken = (await engine.api.earlierCaptures()).filter(({ brokeOff }) => brokeOff);
    const [newest] = broken;
    if (newest) await offer(engine, newest, broken.length - 1);
  } catch (error) {
    log.warn(`Earlier captures could not be read: ${sentence(error)}`);
  }
}

async function offer(engine: LazyEngine, capture: EarlierCapture, others: number): Promise<void> {
  const rest = others > 0 ? ` ${others} more ${others === 1 ? "is" : "are"} kept as well.` : "";
  const said =
    `A recording broke off when its window ended: ${capture.title}, ${counted(capture.entries, "row")} ` +
    `until ${new Date(capture.lastAt).toLocaleTimeString()}.${rest}`;
  const more = others > 0 ? ["Show All"] : [];
  const answer = await vscode.window.showInformationMessage(said, "Open", ...more, "Delete");
  if (answer === "Open") await open(capture);
  if (answer === "Show All") await openEarlier(engine)();
  if (answer === "Delete") await engine.api.deleteEarlierCapture(capture.path);
}

async function ask(captures: readonly EarlierCapture[]): Promise<EarlierCapture | undefined> {
  if (captures.length === 0) {
    void vscode.window.showInformationMessage("There are no captures of earlier windows.");
    return undefined;
  }
  const items = captures.map((capture) => ({
    label: `$(${capture.brokeOff ? "warning" : "archive"}) ${capture.title}`,
    description: new Date(capture.startedAt).toLocaleString(),
    detail: [
      counted(capture.entries, "row"),
      `${(capture.sizeBytes / 1e6).toFixed(1)} MB`,
      ...(capture.brokeOff ? ["broke off with its window"] : []),
    ].join(" · "),
    capture,
  }));
  return (
    await askOne(items, {
      placeHolder: "Open which capture?",
      matchOnDescription: true,
    })
  )?.capture;
}

async function open({ path }: EarlierCapture): Promise<void> {
  await vscode.commands.executeCommand("vscode.openWith", vscode.Uri.file(path), captureViewType);
}
