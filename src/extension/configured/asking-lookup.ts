/** Fills in variables by asking: the environment, the secret storage, the workspace's folders, and the person. */
import { isAbsolute, join } from "node:path";
import * as vscode from "vscode";
import { shortestSecret } from "../../config/resolving.ts";
import type { Lookup } from "../../config/variables.ts";
import { askText } from "../asking/questions.ts";
import type { SecretBook } from "./secret-book.ts";

export function askingLookup(
  secrets: SecretBook,
  endpointName: string,
  own: vscode.WorkspaceFolder | undefined,
): Lookup {
  const folder = (name: string | undefined): string | undefined =>
    (name === undefined ? own : vscode.workspace.workspaceFolders?.find((candidate) => candidate.name === name))?.uri
      .fsPath;
  return {
    env: (name) => process.env[name],
    secret: async (name) => (await secrets.get(name)) ?? askSecret(secrets, name, `Connect to ${endpointName}`),
    input: async (prompt) => askText({ title: `Connect to ${endpointName}`, prompt }),
    folder,
    file: (path) => (isAbsolute(path) ? path : join(folder(undefined) ?? "", path)),
  };
}

/** Asks, keeps and returns it; undefined when the question was dismissed. */
export async function askSecret(secrets: SecretBook, name: string, title: string): Promise<string | undefined> {
  const value = await askText({
    title,
    prompt: `Secret "${name}". It is kept in VS Code's secret storage and masked in recordings.`,
    password: true,
    validateInput: (typed) =>
      typed.length < shortestSecret
        ? `At least ${shortestSecret} characters: a shorter value cannot be masked in recordings`
        : undefined,
  });
  if (value !== undefined) await secrets.set(name, value);
  return value;
}
