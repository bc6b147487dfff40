/** What is wrong with the scenarios that are open, in the Problems view, while they are written. */
import * as vscode from "vscode";
import type { ScenarioLanguage } from "../../scenario/assist/language.ts";
import { isWritten } from "./editing.ts";
import type { LazyLanguage } from "./lazy-language.ts";

/** From the last key on: who types fast is not told of every half word. */
const pauseMs = 250;

/** Reading holds up every extension of the window, so what takes long to read is read again after so many times as long. */
const restPerReading = 5;

export class ScenarioProblems implements vscode.Disposable {
  readonly #language: LazyLanguage;
  readonly #log: vscode.LogOutputChannel;
  readonly #collection = vscode.languages.createDiagnosticCollection("framescope.scenario");
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  /** How long the last reading of each took. */
  readonly #tookMs = new Map<string, number>();
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(language: LazyLanguage, log: vscode.LogOutputChannel) {
    this.#language = language;
    this.#log = log;
    this.#subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => this.#soon(document, 0)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#afterPause(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
    ];
    for (const document of vscode.workspace.textDocuments) this.#soon(document, 0);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const timeout of this.#waiting.values()) clearTimeout(timeout);
    this.#collection.dispose();
  }

  #soon(document: vscode.TextDocument, afterMs: number): void {
    if (!isWritten(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.#waiting.get(key));
    this.#waiting.set(
      key,
      setTimeout(() => {
        this.#waiting.delete(key);
        const startedAt = performance.now();
        this.#tell(document);
        this.#tookMs.set(key, performance.now() - startedAt);
      }, afterMs),
    );
  }

  #afterPause(document: vscode.TextDocument): void {
    const tookMs = this.#tookMs.get(document.uri.toString()) ?? 0;
    this.#soon(document, Math.max(pauseMs, tookMs * restPerReading));
  }

  #tell(document: vscode.TextDocument): void {
    if (document.isClosed) return;
    try {
      this.#collection.set(document.uri, this.#language.get().problems(document.getText()).map(diagnostic));
    } catch (error) {
      this.#log.error("reading a scenario", error);
    }
  }

  #forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#waiting.get(key));
    this.#waiting.delete(key);
    this.#tookMs.delete(key);
    this.#collection.delete(document.uri);
  }
}

type ScenarioProblem = ReturnType<ScenarioLanguage["problems"]>[number];

function diagnostic({ message, severity, line, column, endLine, endColumn }: ScenarioProblem): vscode.Diagnostic {
  const range = new vscode.Range(line - 1, column - 1, endLine - 1, endColumn - 1);
  const level = severity === "error" ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const told = new vscode.Diagnostic(range, message, level);
  told.source = "Framescope";
  return told;
}
