/** Completion and hovers in scenarios. Where Red Hat's extension does it by our schema, only what the schema cannot know. */
import * as vscode from "vscode";
import type { ScenarioLanguage } from "../../scenario/assist/language.ts";
import { isDoneByOthers, scenarioSelector } from "./editing.ts";
import type { LazyLanguage } from "./lazy-language.ts";

/** After these something can be picked, within what VS Code takes for a text as well. */
const triggers = [" ", ":", "{", ",", ".", "|", "-"];

export function assistScenarios(language: LazyLanguage): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerCompletionItemProvider(
      scenarioSelector,
      {
        provideCompletionItems(document, position) {
          const offered = language.get().complete(document.getText(), document.offsetAt(position));
          const own = isDoneByOthers() ? offered.filter(({ kind }) => kind === "reference") : offered;
          return own.map((completion, index) => itemOf(completion, index, document));
        },
      },
      ...triggers,
    ),
    vscode.languages.registerHoverProvider(scenarioSelector, {
      provideHover(document, position) {
        if (isDoneByOthers()) return undefined;
        const told = language.get().hover(document.getText(), document.offsetAt(position));
        if (!told) return undefined;
        const range = new vscode.Range(document.positionAt(told.from), document.positionAt(told.to));
        return new vscode.Hover(new vscode.MarkdownString(told.markdown), range);
      },
    }),
  );
}

const kinds = {
  name: vscode.CompletionItemKind.Property,
  value: vscode.CompletionItemKind.Value,
  reference: vscode.CompletionItemKind.Reference,
} as const;

type Completion = ReturnType<ScenarioLanguage["complete"]>[number];

function itemOf(completion: Completion, index: number, document: vscode.TextDocument): vscode.CompletionItem {
  const { label, snippet, kind, explanation, from, to, goesOn } = completion;
  const item = new vscode.CompletionItem(label, kinds[kind]);
  item.insertText = new vscode.SnippetString(snippet);
  item.range = new vscode.Range(document.positionAt(from), document.positionAt(to));
  // In the order of the language, which begins with what matters, and not of the alphabet.
  item.sortText = String(index).padStart(4, "0");
  item.filterText = label;
  if (explanation !== undefined) item.documentation = new vscode.MarkdownString(explanation);
  if (goesOn) item.command = { command: "editor.action.triggerSuggest", title: "Complete" };
  return item;
}
