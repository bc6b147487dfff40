/** Endpoints of `.vscode/framescope.json`, in each folder of the workspace: read again whenever the file is saved. */
import * as vscode from "vscode";
import { readEndpointFile } from "../../config/endpoint-file.ts";
import type { ProtocolForms } from "../../config/written-endpoint.ts";
import { EndpointReading, type Taken } from "./endpoint-reading.ts";
import type { EndpointGroup, EndpointSource, Protocols } from "./endpoint-source.ts";
import type { Problems } from "./problems.ts";
import type { Trust } from "./trust.ts";

export const endpointFile = ".vscode/framescope.json";

export function fileEndpoints(protocols: Protocols, problems: Problems, trust: Trust): EndpointSource {
  return new EndpointReading({
    watch: (again) => {
      // A folder that goes takes the file with it, and only the folder is told of.
      const watcher = vscode.workspace.createFileSystemWatcher(`**/{.vscode,${endpointFile}}`);
      return [
        watcher,
        watcher.onDidChange(again),
        watcher.onDidCreate(again),
        watcher.onDidDelete(again),
        // The watcher of a remote or a busy file system may be slow; our own window knows at once.
        vscode.workspace.onDidSaveTextDocument(({ uri }) => uri.path.endsWith(`/${endpointFile}`) && again()),
        vscode.workspace.onDidChangeWorkspaceFolders(again),
        trust.onGranted(again),
      ];
    },
    find: () => find(protocols, trust),
    take: (found) => take(found, problems),
  });
}

async function find(protocolsOf: Protocols, trust: Trust): Promise<Found> {
  const found = await Promise.all((vscode.workspace.workspaceFolders ?? []).map(readText));
  const files = found.filter((file) => file !== undefined);
  const isTrusted = trust.isTrusted();
  const protocols = files.length > 0 && isTrusted ? await protocolsOf() : [];
  return { files, isTrusted, protocols };
}

function take({ files, isTrusted, protocols }: Found, problems: Problems): Taken | undefined {
  if (!protocols) return undefined;
  const groups = isTrusted ? files.map((file) => groupOf(file, protocols, problems)) : [];
  problems.only(isTrusted ? files.map(({ uri }) => uri) : []);
  return { groups, waitsForTrust: files.length > 0 && !isTrusted };
}

function groupOf(
  { folder, uri, text }: FoundFile,
  protocols: readonly ProtocolForms[],
  problems: Problems,
): EndpointGroup {
  const { endpoints, faults } = readEndpointFile(text, protocols);
  problems.show(uri, faults);
  const inEndpoints = new Set(endpoints.flatMap((endpoint) => endpoint.faults));
  const fault = faults.find((candidate) => !inEndpoints.has(candidate))?.message;
  const isOnly = (vscode.workspace.workspaceFolders?.length ?? 0) <= 1;
  const label = isOnly ? "framescope.json" : `${folder.name}: framescope.json`;
  return { id: `file:${uri.toString()}`, kind: "file", label, uri, folder, endpoints, fault };
}

interface Found {
  readonly files: readonly FoundFile[];
  readonly isTrusted: boolean;
  /** Undefined when the engine could not tell. */
  readonly protocols: readonly ProtocolForms[] | undefined;
}

interface FoundFile {
  readonly folder: vscode.WorkspaceFolder;
  readonly uri: vscode.Uri;
  readonly text: string;
}

/** Undefined when there is none. */
async function readText(folder: vscode.WorkspaceFolder): Promise<FoundFile | undefined> {
  const uri = vscode.Uri.joinPath(folder.uri, endpointFile);
  try {
    return { folder, uri, text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) };
  } catch {
    return undefined;
  }
}
