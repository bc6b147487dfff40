/** Loads what knows the language of scenarios when the first of them is looked at: a window without one never pays for it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import * as vscode from "vscode";
import type * as language from "../../scenario/assist/language.ts";

export class LazyLanguage {
  readonly #folder: vscode.Uri;
  #loaded: language.ScenarioLanguage | undefined;

  /** `folder` is where the bundle and the schema lie. */
  constructor(folder: vscode.Uri) {
    this.#folder = folder;
  }

  get isLoaded(): boolean {
    return this.#loaded !== undefined;
  }

  get(): language.ScenarioLanguage {
    this.#loaded ??= this.#load();
    return this.#loaded;
  }

  #load(): language.ScenarioLanguage {
    const file = vscode.Uri.joinPath(this.#folder, "scenario-language.cjs").fsPath;
    const { createScenarioLanguage }: typeof language = createRequire(file)(file);
    const schema = readFileSync(vscode.Uri.joinPath(this.#folder, "scenario.schema.json").fsPath, "utf8");
    return createScenarioLanguage(JSON.parse(schema));
  }
}
