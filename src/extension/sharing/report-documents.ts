/**
 * Shows texts of ours (what an export would hold, what was published to a topic) as read-only tabs that ask nobody to
 * be saved.
 */
import * as vscode from "vscode";

const scheme = "framescope-report";

export class ReportDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #count = 0;

  constructor() {
    this.#subscriptions = [
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    ];
  }

  /** A text under this title, beside what has the focus. `language` is VS Code's id. */
  async open(title: string, text: string, language = "markdown"): Promise<void> {
    this.#count += 1;
    const uri = vscode.Uri.from({ scheme, path: `/${this.#count}/${title.replaceAll("/", " ")}` });
    this.#texts.set(uri.toString(), text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.languages.setTextDocumentLanguage(document, language);
    await vscode.window.showTextDocument(document, { preview: true, preserveFocus: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? "This report is not kept any more.";
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }
}
