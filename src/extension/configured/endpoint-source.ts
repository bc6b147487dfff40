/** What gives endpoints that are written down somewhere, or can be told from a workspace. Types only. */
import type * as vscode from "vscode";
import type { ProtocolForms, ReadEndpoint } from "../../config/written-endpoint.ts";

/** Undefined where there is no engine to ask; whoever asks for one is told why. */
export type Protocols = () => Promise<readonly ProtocolForms[] | undefined>;

export type GroupKind = "rails" | "file" | "workspaceSettings" | "userSettings";

/** Endpoints of one place, shown under one heading. */
export interface EndpointGroup {
  readonly id: string;
  readonly kind: GroupKind;
  readonly label: string;
  /** Where they can be read; undefined for settings. */
  readonly uri?: vscode.Uri | undefined;
  /** What `${workspaceFolder}` stands for. */
  readonly folder?: vscode.WorkspaceFolder | undefined;
  readonly endpoints: readonly ReadEndpoint[];
  /** What is wrong with the place itself, endpoints apart. */
  readonly fault?: string | undefined;
}

export interface EndpointSource extends vscode.Disposable {
  readonly onChanged: vscode.Event<void>;
  /** Resolves when all was read for the first time. */
  readonly ready: Promise<void>;
  groups(): readonly EndpointGroup[];
  /** There is something that is not read, since the workspace is not trusted. */
  readonly waitsForTrust: boolean;
}
