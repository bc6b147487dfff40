/** Endpoints of the setting `framescope.endpoints`: the user's own, and the workspace's where it is trusted. */
import * as vscode from "vscode";
import { readEndpointSettings } from "../../config/endpoint-settings.ts";
import type { ProtocolForms } from "../../config/written-endpoint.ts";
import type { EndpointGroup, EndpointSource, GroupKind, Protocols } from "./endpoint-source.ts";
import { LatestReading } from "./latest-reading.ts";
import type { Trust } from "./trust.ts";

interface Place {
  readonly id: string;
  readonly kind: GroupKind;
  readonly label: string;
  readonly folder?: vscode.WorkspaceFolder | undefined;
  readonly value: unknown;
}

interface Found {
  readonly readable: readonly Place[];
  /** Some of what is written counts only once the workspace is trusted. */
  readonly isWaiting: boolean;
  /** Undefined when the engine could not tell. */
  readonly protocols: readonly ProtocolForms[] | undefined;
}

export class SettingsEndpoints implements EndpointSource {
  readonly #protocols: Protocols;
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

  constructor(protocols: Protocols, trust: Trust) {
    this.#protocols = protocols;
    this.#trust = trust;
    const read = () => void this.read();
    this.#subscriptions = [
      vscode.workspace.onDidChangeConfiguration(
        (change) => change.affectsConfiguration("framescope.endpoints") && read(),
      ),
      vscode.workspace.onDidChangeWorkspaceFolders(read),
      trust.onGranted(read),
    ];
    this.ready = this.read();
  }

  groups(): readonly EndpointGroup[] {
    return this.#groups;
  }

  read(): Promise<void> {
    return this.#reading.again();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  async #find(): Promise<Found> {
    const written = places().filter(({ value }) => Array.isArray(value) && value.length > 0);
    const isTrusted = this.#trust.isTrusted();
    const readable = written.filter(({ kind }) => isTrusted || kind === "userSettings");
    const protocols = readable.length > 0 ? await this.#protocols() : [];
    return { readable, isWaiting: readable.length < written.length, protocols };
  }

  #take({ readable, isWaiting, protocols }: Found): void {
    if (!protocols) return;
    this.waitsForTrust = isWaiting;
    this.#groups = readable.map(({ value, ...place }) => ({
      ...place,
      endpoints: readEndpointSettings(plain(value), protocols),
    }));
    this.#changed.fire();
  }
}

function places(): readonly Place[] {
  const inspect = (folder?: vscode.WorkspaceFolder) =>
    vscode.workspace.getConfiguration("framescope", folder).inspect("endpoints");
  const all = inspect();
  const folders = vscode.workspace.workspaceFolders ?? [];
  const workspace: Place = {
    id: "workspaceSettings",
    kind: "workspaceSettings",
    label: "Workspace settings",
    folder: folders[0],
    value: all?.workspaceValue,
  };
  // With a single folder its settings are the workspace's.
  const perFolder =
    vscode.workspace.workspaceFile === undefined
      ? []
      : folders.map(
          (folder): Place => ({
            id: `workspaceSettings:${folder.uri.toString()}`,
            kind: "workspaceSettings",
            label: `${folder.name}: settings`,
            folder,
            value: inspect(folder)?.workspaceFolderValue,
          }),
        );
  return [
    ...perFolder,
    workspace,
    { id: "userSettings", kind: "userSettings", label: "User settings", folder: folders[0], value: all?.globalValue },
  ];
}

/** VS Code hands out proxies. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
