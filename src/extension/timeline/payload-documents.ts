/** Opens a row's whole payload as a read-only editor tab, with its language. */
import * as vscode from "vscode";
import type { LazyEngine } from "../lazy-engine.ts";

const scheme = "framescope-payload";

export class PayloadDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #engine: LazyEngine;
  readonly #texts = new Map<string, string>();
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(engine: LazyEngine) {
    this.#engine = engine;
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    ];
  }

  /** Rejects with a sentence when the row is not kept any more. */
  async open(session: string, seq: number): Promise<void> {
    const { text, language } = await this.#engine.api.payloadText(session, seq);
    const uri = vscode.Uri.from({ scheme, path: `/${session}/Row ${seq}` });
    this.#texts.set(uri.toString(), text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, language);
    await vscode.window.showTextDocument(document, { preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? "This row's payload is not kept any more.";
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
