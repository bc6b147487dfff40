/**
 * Faults of `.vscode/framescope.json` in the Problems view. What the JSON schema has marked at the same place is not
 * said twice.
 */
import * as vscode from "vscode";
import type { Fault } from "../../config/written-endpoint.ts";

const source = "Framescope";

export class Problems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection("framescope");
  readonly #faults = new Map<string, readonly Fault[]>();
  readonly #subscription: vscode.Disposable;

  constructor() {
    this.#subscription = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      for (const uri of uris) if (this.#faults.has(uri.toString())) this.#tell(uri);
    });
  }

  show(uri: vscode.Uri, faults: readonly Fault[]): void {
    this.#faults.set(uri.toString(), faults);
    this.#tell(uri);
  }

  /** Forgets those of other files. */
  only(uris: readonly vscode.Uri[]): void {
    const kept = new Set(uris.map(String));
    for (const key of [...this.#faults.keys()].filter((known) => !kept.has(known))) {
      this.#faults.delete(key);
      this.#collection.delete(vscode.Uri.parse(key));
    }
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#collection.dispose();
  }

  #tell(uri: vscode.Uri): void {
    const others = vscode.languages.getDiagnostics(uri).filter((other) => other.source !== source);
    const own = (this.#faults.get(uri.toString()) ?? [])
      .map(diagnostic)
      .filter(({ range }) => !others.some((other) => other.range.intersection(range) !== undefined));
    // Telling the same again would be a change of its own, without end.
    if (signature(own) !== signature(this.#collection.get(uri) ?? [])) this.#collection.set(uri, own);
  }
}

function diagnostic({ message, place }: Fault): vscode.Diagnostic {
  const { line, column, length } = place ?? { line: 1, column: 1, length: 0 };
  const range = new vscode.Range(line - 1, column - 1, line - 1, column - 1 + length);
  const told = new vscode.Diagnostic(range, message, vscode.DiagnosticSeverity.Error);
  told.source = source;
  return told;
}

function signature(diagnostics: readonly vscode.Diagnostic[]): string {
  return JSON.stringify(diagnostics.map(({ range, message }) => [range, message]));
}
