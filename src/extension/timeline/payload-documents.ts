/**
 * Rows' whole payloads as read-only files of VS Code's own kind, so that an editor of any language and the diff editor
 * open them, however large: what is text to the editor only is not copied to the extensions.
 */
import * as vscode from "vscode";
import type { LazyEngine } from "../lazy-engine.ts";

const scheme = "framescope-payload";
/** Texts that no tab shows any more are dropped, the oldest first; asking for one of them again fetches it again. */
const keptTexts = 8;

interface Payload {
  readonly session: string;
  readonly seq: number;
  readonly openedAt: number;
  readonly bytes: Uint8Array;
}

export class PayloadDocuments implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #engine: LazyEngine;
  readonly #payloads = new Map<string, Payload>();
  readonly #changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #subscription: vscode.Disposable;
  /** A payload never changes. */
  readonly onDidChangeFile = this.#changes.event;

  constructor(engine: LazyEngine) {
    this.#engine = engine;
    this.#subscription = vscode.workspace.registerFileSystemProvider(scheme, this, {
      isReadonly: new vscode.MarkdownString("This is what was recorded. It cannot be edited."),
      isCaseSensitive: true,
    });
  }

  /** `title` is the session's. Rejects with a sentence when the row is not kept any more. */
  async open(title: string, session: string, seq: number): Promise<void> {
    const uri = await this.#load(title, session, seq);
    await vscode.commands.executeCommand("vscode.open", uri, { preview: true });
  }

  /** Rejects with a sentence when one of the rows is not kept any more. */
  async openDiff(title: string, session: string, leftSeq: number, rightSeq: number): Promise<void> {
    const [left, right] = await Promise.all([leftSeq, rightSeq].map((seq) => this.#load(title, session, seq)));
    await vscode.commands.executeCommand("vscode.diff", left, right, `${title}: #${leftSeq} ↔ #${rightSeq}`, {
      preview: true,
    });
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const { bytes, openedAt } = this.#of(uri);
    return { type: vscode.FileType.File, ctime: openedAt, mtime: openedAt, size: bytes.length };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    return this.#of(uri).bytes;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  writeFile(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  delete(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changes.dispose();
  }

  /** The file's name is what the tab says; its ending tells VS Code the language. */
  async #load(title: string, session: string, seq: number): Promise<vscode.Uri> {
    const { text, extension } = await this.#engine.api.payloadText(session, seq);
    const name = `${title.replaceAll(/[/\\:?#]+/g, " ").trim()} #${seq}.${extension}`;
    const uri = vscode.Uri.from({ scheme, path: `/${session}/${name}` });
    this.#forget();
    this.#payloads.set(uri.path, { session, seq, openedAt: Date.now(), bytes: new TextEncoder().encode(text) });
    return uri;
  }

  #of(uri: vscode.Uri): Payload {
    const payload = this.#payloads.get(uri.path);
    if (!payload) throw vscode.FileSystemError.FileNotFound("This row's payload is not kept any more.");
    return payload;
  }

  #forget(): void {
    const shown = new Set(
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .flatMap(({ input }) => urisOf(input).map(({ path }) => path)),
    );
    for (const path of this.#payloads.keys()) {
      if (this.#payloads.size < keptTexts) return;
      if (!shown.has(path)) this.#payloads.delete(path);
    }
  }
}

function urisOf(input: unknown): readonly vscode.Uri[] {
  if (input instanceof vscode.TabInputText) return [input.uri];
  return input instanceof vscode.TabInputTextDiff ? [input.original, input.modified] : [];
}
