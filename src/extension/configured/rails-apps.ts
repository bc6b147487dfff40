/** The Rails apps of the workspace and their endpoints: found by their routes, read within bounds, read again on change. */
import * as vscode from "vscode";
import type { ReadEndpoint } from "../../config/written-endpoint.ts";
import { appFiles, readRailsApp } from "../../rails/rails-app.ts";
import { type RailsEndpoint, railsEndpoints } from "../../rails/rails-endpoints.ts";
import { EndpointReading, type Taken } from "./endpoint-reading.ts";
import type { EndpointGroup, EndpointSource } from "./endpoint-source.ts";
import type { Trust } from "./trust.ts";

const ignored = "**/{node_modules,vendor,tmp,log,.git,.bundle,public}/**";
const appLimit = 20;
const channelFileLimit = 300;
const fileBytes = 256 * 1024;
const settleMs = 300;

interface Root {
  readonly uri: vscode.Uri;
  /** Engines have routes, and no application of their own. */
  readonly isApp: boolean;
}

export function railsApps(trust: Trust): EndpointSource {
  return new EndpointReading({
    watch: (again) => watch(again, trust),
    find: () => find(trust),
    take: (found) => found,
  });
}

function watch(again: () => void, trust: Trust): readonly vscode.Disposable[] {
  let timer: NodeJS.Timeout | undefined;
  // A checkout of another branch changes many files at once.
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(again, settleMs);
  };
  const watchers = [`**/{config,app,${appFiles.join(",")}}`, "**/app/channels/**/*.rb"].map((glob) =>
    vscode.workspace.createFileSystemWatcher(glob),
  );
  return [
    ...watchers,
    ...watchers.flatMap((watcher) => [watcher.onDidChange(soon), watcher.onDidCreate(soon), watcher.onDidDelete(soon)]),
    vscode.workspace.onDidChangeWorkspaceFolders(soon),
    trust.onGranted(soon),
    { dispose: () => clearTimeout(timer) },
  ];
}

async function find(trust: Trust): Promise<Taken> {
  const roots = await findRoots();
  const apps = roots.filter(({ isApp }) => isApp);
  const isTrusted = trust.isTrusted();
  const groups = isTrusted ? await Promise.all(apps.map((app) => groupOf(app, roots))) : [];
  return {
    groups: groups.filter(({ endpoints }) => endpoints.length > 0),
    waitsForTrust: apps.length > 0 && !isTrusted,
  };
}

async function findRoots(): Promise<readonly Root[]> {
  const routes = await vscode.workspace.findFiles("**/config/routes.rb", ignored, appLimit);
  const roots = routes.map((uri) => vscode.Uri.joinPath(uri, "../.."));
  const found = await Promise.all(
    roots.map(
      async (uri): Promise<Root> => ({ uri, isApp: await exists(vscode.Uri.joinPath(uri, "config/application.rb")) }),
    ),
  );
  // The outermost first: an app before the dummy apps of its engines.
  return found.sort((a, b) => a.uri.path.length - b.uri.path.length || a.uri.path.localeCompare(b.uri.path));
}

async function groupOf({ uri }: Root, roots: readonly Root[]): Promise<EndpointGroup> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const name = uri.path.split("/").at(-1) ?? "Rails";
  const engines = roots.filter((root) => !root.isApp && root.uri.path.startsWith(`${uri.path}/`));
  const files = new Map<string, string>();
  for (const path of appFiles) await readInto(files, path, vscode.Uri.joinPath(uri, path));
  for (const root of [uri, ...engines.map((engine) => engine.uri)]) {
    const pattern = new vscode.RelativePattern(root, "app/channels/**/*.rb");
    const found = await vscode.workspace.findFiles(pattern, null, channelFileLimit);
    for (const source of found) await readInto(files, `app/channels/${source.path}`, source);
  }
  const endpoints = railsEndpoints(name, readRailsApp(files)).map(readOf);
  return {
    id: `rails:${uri.toString()}`,
    kind: "rails",
    label: "Recognised in this workspace",
    uri: vscode.Uri.joinPath(uri, "config/routes.rb"),
    folder,
    endpoints,
  };
}

/** What is missing, or too large to be what it seems, is left out. */
async function readInto(files: Map<string, string>, path: string, uri: vscode.Uri): Promise<void> {
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    if (bytes.length <= fileBytes) files.set(path, new TextDecoder().decode(bytes));
  } catch {
    // Most apps have only some of them.
  }
}

function readOf({ name, url, protocol, subscriptions, messages, notes }: RailsEndpoint): ReadEndpoint {
  const endpoint = { name, url, protocol, headers: [], settings: {}, subscriptions, messages };
  return { endpoint, name, url, faults: [], notes };
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
