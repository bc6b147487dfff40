/** Send Only to This Client…, on a client of the mock server: nobody else hears it, and it is kept nowhere. */
import * as vscode from "vscode";
import type { MockClient } from "../../model/mock.ts";
import { askPick } from "../asking/quick-pick.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { clientName } from "../mock/fault-words.ts";
import { askData } from "../mock/publication-data.ts";
import { nodeOf } from "../views/nodes.ts";

const shownMs = 4_000;

export function tellMockClient(engine: LazyEngine): (target?: unknown) => Promise<void> {
  let lastText = '{"body":"only for you"}';
  return async (target) => {
    const client = nodeOf(target, "client")?.client;
    if (!client) return;
    const topic = await askTopic(client);
    if (topic === undefined) return;
    const asked = await askData(`Send only to ${clientName(client)}`, lastText);
    if (!asked) return;
    lastText = asked.text;
    await engine.api.tellMockClient(client.id, topic, asked.data);
    vscode.window.setStatusBarMessage(`$(send) ${clientName(client)} was told`, shownMs);
  };
}

/** Nothing to ask where there is one, or none: then it is told wherever it listens. */
async function askTopic({ id, door, topics }: MockClient): Promise<string | undefined> {
  const [only] = topics;
  if (only === undefined)
    throw new Error(`${clientName({ id, door })} hears no topic, so there is nothing to send on.`);
  if (topics.length === 1) return only;
  const taken = await askPick({
    title: `Send only to ${clientName({ id, door })}`,
    placeholder: "On which topic?",
    items: () => topics.map((topic) => ({ label: topic })),
  });
  return taken?.item.label;
}
