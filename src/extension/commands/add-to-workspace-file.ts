/** Add Endpoint to Workspace File…: a commented starter, or one more endpoint, ready to be filled in. */
import * as vscode from "vscode";
import type { ProtocolInfo } from "../../bridge/engine-api.ts";
import { withEndpoint } from "../../config/file-edits.ts";
import { starterEndpoint } from "../../config/starter.ts";
import { addressesIn } from "../asking/address.ts";
import { askText } from "../asking/questions.ts";
import type { ConfiguredEndpoints } from "../configured/configured-endpoints.ts";
import { askFile, changeFile, fileIn } from "../configured/endpoint-document.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { nodeOf } from "../views/nodes.ts";

export function addToWorkspaceFile(
  engine: LazyEngine,
  configured: ConfiguredEndpoints,
): (target?: unknown) => Promise<void> {
  return async (target) => {
    const recognised = configured.get(nodeOf(target, "configured")?.id ?? "");
    const uri = recognised?.group.folder ? fileIn(recognised.group.folder) : await askFile();
    if (!uri) return;
    if (recognised?.read.endpoint) {
      const { name, url, protocol } = recognised.read.endpoint;
      await add(uri, name, url, protocol);
      return;
    }
    const url = await askText({
      title: "Add Endpoint to Workspace File",
      prompt: "Address, such as ws://localhost:3000/cable. What is secret in it can be written as ${secret:Name}.",
      value: starterEndpoint.url,
      validateInput: (typed) =>
        /^(?:wss?|https?):\/\/./i.test(typed.trim())
          ? undefined
          : "An address begins with ws://, wss://, http:// or https://",
    });
    if (url === undefined) return;
    const protocol = await likeliest(engine, url.trim());
    const { host = "My app" } =
      addressesIn(url).flatMap((address) => (address.kind === "address" ? [new URL(address.url)] : []))[0] ?? {};
    await add(uri, host, url.trim(), protocol.id);
  };
}

async function add(uri: vscode.Uri, name: string, url: string, protocol: string): Promise<void> {
  const document = await changeFile(uri, (text) => withEndpoint(text, { name: freeName(text, name), url, protocol }));
  await vscode.window.showTextDocument(document);
}

async function likeliest(engine: LazyEngine, url: string): Promise<ProtocolInfo> {
  const protocols = await engine.api.protocols();
  const { candidates } = await engine.api.probe(url, []).catch(() => ({ candidates: [] }));
  const transport = /^ws/i.test(url) ? "websocket" : "http";
  const fitting = protocols.filter((protocol) => protocol.transport === transport);
  const found = fitting.find(({ id }) => id === candidates[0]?.protocol) ?? fitting[0];
  if (!found) throw new Error(`No protocol of Framescope's fits ${url}.`);
  return found;
}

/** Names are unlike; a second one of the same host is numbered. */
function freeName(text: string, name: string): string {
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? name : `${name} ${count}`;
    if (!text.includes(JSON.stringify(candidate))) return candidate;
  }
}
