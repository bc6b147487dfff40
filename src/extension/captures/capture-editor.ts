/**
 * What a `.framescope` file opens in: the same timeline as that of a live session, on a capture that nothing changes.
 * VS Code asks for one document a file, however many tabs show it.
 */
import * as vscode from "vscode";
import type { LazyEngine } from "../lazy-engine.ts";
import type { Session, Sessions } from "../sessions.ts";
import type { Timelines } from "../timeline/timelines.ts";

export const captureViewType = "framescope.capture";

class CaptureDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly session: Session;
  readonly #close: () => void;

  constructor(uri: vscode.Uri, session: Session, close: () => void) {
    this.uri = uri;
    this.session = session;
    this.#close = close;
  }

  dispose(): void {
    this.#close();
  }
}

class CaptureEditor implements vscode.CustomReadonlyEditorProvider<CaptureDocument> {
  readonly #engine: LazyEngine;
  readonly #sessions: Sessions;
  readonly #timelines: Timelines;

  constructor(engine: LazyEngine, sessions: Sessions, timelines: Timelines) {
    this.#engine = engine;
    this.#sessions = sessions;
    this.#timelines = timelines;
  }

  /** VS Code shows what it rejects with in the tab. */
  async openCustomDocument(uri: vscode.Uri): Promise<CaptureDocument> {
    if (uri.scheme !== "file") throw new Error("Only a file of the machine that Framescope runs on can be opened.");
    const { api } = this.#engine;
    const { id } = await api.openCapture(uri.fsPath);
    const session = await this.#sessions.adopt(id);
    if (!session) throw new Error("This capture was closed while it was being opened.");
    // The engine may have ended meanwhile, and the capture with it.
    return new CaptureDocument(uri, session, () => void api.forget(id).catch(() => undefined));
  }

  async resolveCustomEditor({ session }: CaptureDocument, panel: vscode.WebviewPanel): Promise<void> {
    await this.#timelines.showIn(panel, session);
  }
}

export function showCaptures(engine: LazyEngine, sessions: Sessions, timelines: Timelines): vscode.Disposable {
  return vscode.window.registerCustomEditorProvider(captureViewType, new CaptureEditor(engine, sessions, timelines), {
    webviewOptions: { retainContextWhenHidden: true },
    supportsMultipleEditorsPerDocument: false,
  });
}
