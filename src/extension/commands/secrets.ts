/** Set Secret… and Forget Secret…: by name, values are never shown. */
import * as vscode from "vscode";
import { variablesIn } from "../../config/variables.ts";
import { askOne } from "../asking/questions.ts";
import { askPick, separator } from "../asking/quick-pick.ts";
import { askSecret } from "../configured/asking-lookup.ts";
import type { ConfiguredEndpoints } from "../configured/configured-endpoints.ts";
import type { SecretBook } from "../configured/secret-book.ts";

interface NameItem extends vscode.QuickPickItem {
  readonly name?: string;
}

export function setSecret(secrets: SecretBook, configured: ConfiguredEndpoints): () => Promise<void> {
  return async () => {
    const known = secrets.names();
    const wanted = namesIn(configured).filter((name) => !known.includes(name));
    const taken = await askPick<NameItem>({
      title: "Set Secret",
      placeholder: "Choose a secret, or type the name of a new one",
      items: (typed) => {
        const name = typed.trim();
        const isNew = name !== "" && ![...known, ...wanted].includes(name);
        return [
          ...(isNew ? [{ label: `$(add) ${name}`, description: "new", name, alwaysShow: true }] : []),
          ...(wanted.length > 0 ? [separator("Named by endpoints, not set yet")] : []),
          ...wanted.map((one) => ({ label: `$(key) ${one}`, name: one })),
          ...(known.length > 0 ? [separator("Set")] : []),
          ...known.map((one) => ({ label: `$(key) ${one}`, description: "replace", name: one })),
        ];
      },
    });
    const name = taken?.item.name;
    if (name === undefined || (await askSecret(secrets, name, "Set Secret")) === undefined) return;
    void vscode.window.showInformationMessage(
      `The secret "${name}" is set. It is used the next time an endpoint connects.`,
    );
  };
}

export function forgetSecret(secrets: SecretBook): () => Promise<void> {
  return async () => {
    const names = secrets.names();
    if (names.length === 0) {
      void vscode.window.showInformationMessage("No secret is set.");
      return;
    }
    const items = names.map((label) => ({ label }));
    const name = (await askOne(items, { title: "Forget Secret", placeHolder: "Forget which secret?" }))?.label;
    if (name === undefined) return;
    await secrets.forget(name);
    void vscode.window.showInformationMessage(
      `The secret "${name}" is forgotten. It is asked for when an endpoint needs it.`,
    );
  };
}

/** What endpoints name as `${secret:…}`, wherever it stands. */
function namesIn(configured: ConfiguredEndpoints): readonly string[] {
  const variables = configured.all().flatMap(({ read }) => textsIn(read.endpoint).flatMap(variablesIn));
  return [...new Set(variables.flatMap((variable) => (variable.kind === "secret" ? [variable.name] : [])))].sort();
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
