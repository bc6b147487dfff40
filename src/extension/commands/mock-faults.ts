/**
 * Add Fault…, and what is offered on the rows of the Mock Server view: the same faults, begun with the row that they are for.
 * What needs no answer befalls at once.
 */
import * as vscode from "vscode";
import type { Fault } from "../../model/fault.ts";
import type { Values } from "../../model/form.ts";
import { askPick } from "../asking/quick-pick.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { askFault, askKind } from "../mock/ask-fault.ts";
import { protocolTitles, startMock } from "../mock/doors.ts";
import { toFault } from "../mock/fault-draft.ts";
import { type FaultKind, faultForms } from "../mock/fault-forms.ts";
import { whatItDoes, whereItDoes } from "../mock/fault-words.ts";
import { counted } from "../numbers.ts";
import { nodeOf } from "../views/nodes.ts";

const shownMs = 4_000;

/** On a row of the view it is begun with that row's place. */
export function addMockFault(engine: LazyEngine): (target?: unknown) => Promise<void> {
  return async (target) => {
    const kind = await askKind();
    if (kind) await addOnSheet(engine, kind, placeOf(target));
  };
}

/** One kind, on a row of the view: at once where nothing has to be asked. */
export function befall(engine: LazyEngine, kind: FaultKind): (target?: unknown) => Promise<void> {
  return async (target) => {
    const place = placeOf(target);
    if (faultForms[kind].fields.length > 0) return addOnSheet(engine, kind, place);
    await add(engine, toFault({ kind, values: {}, scope: place }));
  };
}

export function removeMockFault(engine: LazyEngine): (target?: unknown) => Promise<void> {
  return async (target) => {
    const id = nodeOf(target, "fault")?.fault.id ?? (await askActive(engine));
    if (id !== undefined) await engine.api.removeMockFault(id);
  };
}

export function clearMockFaults(engine: LazyEngine): () => Promise<void> {
  return async () => {
    const { faults } = await engine.api.mockState();
    await engine.api.clearMockFaults();
    vscode.window.setStatusBarMessage(`$(flame) ${counted(faults.length, "fault")} removed`, shownMs);
  };
}

async function addOnSheet(engine: LazyEngine, kind: FaultKind, scope: Values): Promise<void> {
  const mock = await startMock(engine.api);
  const titles = await protocolTitles(engine.api);
  await askFault({ kind, values: {}, scope }, { mock, titles }, (draft) => add(engine, toFault(draft)));
}

async function add(engine: LazyEngine, fault: Fault): Promise<void> {
  const { strikes } = await engine.api.addMockFault(fault);
  const struck = strikes > 0 ? `: struck ${counted(strikes, "time")}` : "";
  vscode.window.setStatusBarMessage(`$(flame) ${whatItDoes(fault.does)}${struck}`, shownMs);
}

/** Protocols may share a door, so both are named. */
function placeOf(target: unknown): Values {
  const client = nodeOf(target, "client")?.client;
  if (client) return { client: String(client.id) };
  const topic = nodeOf(target, "topic")?.topic;
  if (topic) return { topic: topic.topic };
  const door = nodeOf(target, "door")?.door;
  return door ? { door: door.path, protocol: door.protocol } : {};
}

async function askActive(engine: LazyEngine): Promise<string | undefined> {
  const { faults } = await engine.api.mockState();
  if (faults.length === 0) throw new Error("No fault is at work.");
  const titles = await protocolTitles(engine.api);
  const items = faults.map(({ id, fault }) => ({
    label: fault.name ?? whatItDoes(fault.does),
    description: whereItDoes(fault, titles),
    id,
  }));
  const taken = await askPick({ title: "Remove Fault", placeholder: "Which one?", items: () => items });
  return taken?.item.id;
}
