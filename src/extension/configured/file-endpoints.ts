/** Endpoints of `.vscode/framescope.json`, in each folder of the workspace: read again whenever the file is saved. */
import * as vscode from "vscode";
import { readEndpointFile } from "../../config/endpoint-file.ts";
import type { ProtocolForms } from "../../config/written-endpoint.ts";
import type { EndpointGroup, EndpointSource, Protocols } from "./endpoint-source.ts";
import { LatestReading } from "./latest-reading.ts";
import type { Problems } from "./problems.ts";
import type { Trust } from "./trust.ts";

export const endpointFile = ".vscode/framescope.json";

export class FileEndpoints implements EndpointSource {
  readonly #protocols: Protocols;
  readonly #problems: Problems;
  readonly #trust: Trust;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onChanged = this.#changed.event;
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #reading = new LatestReading(
    () => this.#find(),
    (found) => this.#take(found),
  );
  #groups: readonly EndpointGroup[] = [];
  waitsForTrust = false;
  readonly ready: Promise<void>;

  constructor(protocols: Protocols, problems: Problems, trust: Trust) {
    this.#protocols = protocols;
    this.#problems = problems;
    this.#trust = trust;
    // A folder that goes takes the file with it, and only the folder is told of.
    const watcher = vscode.workspace.createFileSystemWatcher(`**/{.vscode,${endpointFile}}`);
    const read = () => void this.read();
    this.#subscriptions = [
      watcher,
      watcher.onDidChange(read),
      watcher.onDidCreate(read),
      watcher.onDidDelete(read),
      // The watcher of a remote or a busy file system may be slow; our own window knows at once.
      vscode.workspace.onDidSaveTextDocument(({ uri }) => uri.path.endsWith(`/${endpointFile}`) && read()),
      vscode.workspace.onDidChangeWorkspaceFolders(read),
      trust.onGranted(read),
    ];
    this.ready = this.read();
  }

  groups(): readonly EndpointGroup[] {
    return this.#groups;
  }

  /** Resolves when all files are read; of several readings at once the last one counts. */
  read(): Promise<void> {
    return this.#reading.again();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  async #find(): Promise<Found> {
    const found = await Promise.all((vscode.workspace.workspaceFolders ?? []).map(readText));
    const files = found.filter((file) => file !== undefined);
    const isTrusted = this.#trust.isTrusted();
    const protocols = files.length > 0 && isTrusted ? await this.#protocols() : [];
    return { files, isTrusted, protocols };
  }

  #take({ files, isTrusted, protocols }: Found): void {
    if (!protocols) return;
    this.waitsForTrust = files.length > 0 && !isTrusted;
    this.#groups = isTrusted ? files.map((file) => this.#group(file, protocols)) : [];
    this.#problems.only(isTrusted ? files.map(({ uri }) => uri) : []);
    this.#changed.fire();
  }

  #group({ folder, uri, text }: FoundFile, protocols: readonly ProtocolForms[]): EndpointGroup {
    const { endpoints, faults } = readEndpointFile(text, protocols);
    this.#problems.show(uri, faults);
    const inEndpoints = new Set(endpoints.flatMap((endpoint) => endpoint.faults));
    const fault = faults.find((candidate) => !inEndpoints.has(candidate))?.message;
    const isOnly = (vscode.workspace.workspaceFolders?.length ?? 0) <= 1;
    const label = isOnly ? "framescope.json" : `${folder.name}: framescope.json`;
    return { id: `file:${uri.toString()}`, kind: "file", label, uri, folder, endpoints, fault };
  }
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
