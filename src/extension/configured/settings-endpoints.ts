/** Endpoints of the setting `framescope.endpoints`: the user's own, and the workspace's where it is trusted. */
import * as vscode from "vscode";
import { readEndpointSettings } from "../../config/endpoint-settings.ts";
import type { ProtocolForms } from "../../config/written-endpoint.ts";
import { EndpointReading, type Taken } from "./endpoint-reading.ts";
import type { EndpointSource, GroupKind, Protocols } from "./endpoint-source.ts";
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

export function settingsEndpoints(protocols: Protocols, trust: Trust): EndpointSource {
  return new EndpointReading({
    watch: (again) => [
      vscode.workspace.onDidChangeConfiguration(
        (change) => change.affectsConfiguration("framescope.endpoints") && again(),
      ),
      vscode.workspace.onDidChangeWorkspaceFolders(again),
      trust.onGranted(again),
    ],
    find: () => find(protocols, trust),
    take,
  });
}

async function find(protocolsOf: Protocols, trust: Trust): Promise<Found> {
  const written = places().filter(({ value }) => Array.isArray(value) && value.length > 0);
  const isTrusted = trust.isTrusted();
  const readable = written.filter(({ kind }) => isTrusted || kind === "userSettings");
  const protocols = readable.length > 0 ? await protocolsOf() : [];
  return { readable, isWaiting: readable.length < written.length, protocols };
}

function take({ readable, isWaiting, protocols }: Found): Taken | undefined {
  if (!protocols) return undefined;
  const groups = readable.map(({ value, ...place }) => ({
    ...place,
    endpoints: readEndpointSettings(plain(value), protocols),
  }));
  return { groups, waitsForTrust: isWaiting };
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
