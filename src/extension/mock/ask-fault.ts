/**
 * Asks for a fault on one sheet: the first line adds it, every other line can be changed. A fault that the mock server
 * refuses can be mended. Knows no fault; the forms do.
 */
import * as vscode from "vscode";
import { askList } from "../asking/ask-list.ts";
import { askText } from "../asking/questions.ts";
import { askPick } from "../asking/quick-pick.ts";
import { sentence } from "../errors.ts";
import { type FaultDraft, faultOfText, firstFault, type ScopeField, scopeFields, typedFor } from "./fault-draft.ts";
import { type FaultField, type FaultKind, faultForms } from "./fault-forms.ts";
import {
  type FaultLine,
  type FaultSheetAct,
  type FaultSurroundings,
  faultSheet,
  type KindLine,
  kindLines,
} from "./fault-sheet.ts";
import { clientName } from "./fault-words.ts";

/** Resolves to undefined when it was dismissed. */
export async function askKind(): Promise<FaultKind | undefined> {
  const taken = await askPick<KindLine>({
    title: "Add Fault",
    placeholder: "What should go wrong?",
    items: () => kindLines(),
  });
  return taken?.item.fault;
}

/** `add` rejects with a sentence when the fault makes no sense; then it is said, and the sheet comes back. */
export async function askFault(
  begun: FaultDraft,
  around: FaultSurroundings,
  add: (draft: FaultDraft) => Promise<void>,
): Promise<void> {
  let draft = begun;
  for (;;) {
    const wrong = firstFault(draft);
    const taken = await askPick<FaultLine>({
      title: `${faultForms[draft.kind].title}: a fault of the mock server`,
      placeholder: wrong?.text ?? "Enter adds it; choose a line to change it",
      items: () => faultSheet(draft, around),
      isActive: ({ act }) => act?.kind === "add",
    });
    const act = taken?.item.act;
    if (!act) return;
    if (act.kind !== "add") draft = await change(draft, act, around);
    else if (wrong) draft = await change(draft, { kind: "field", field: wrong.field }, around);
    else {
      const refusal = await add(draft).then(() => undefined, sentence);
      if (refusal === undefined) return;
      void vscode.window.showErrorMessage(refusal);
    }
  }
}

async function change(draft: FaultDraft, act: FaultSheetAct, around: FaultSurroundings): Promise<FaultDraft> {
  const title = faultForms[draft.kind].title;
  switch (act.kind) {
    case "another":
      return { ...draft, kind: (await askKind()) ?? draft.kind };
    case "field": {
      const { field } = act;
      const value = await askTextOption(title, field, typedFor(draft, field));
      return value === undefined ? draft : { ...draft, values: { ...draft.values, [field.name]: value } };
    }
    case "scope": {
      const value = await askScope(title, act.name, draft, around);
      return value === undefined ? draft : { ...draft, scope: { ...draft.scope, [act.name]: value } };
    }
    case "add":
      return draft;
  }
}

async function askTextOption(title: string, field: FaultField, value: string): Promise<string | undefined> {
  if (field.type === "list") return askList({ title, field, value, channels: [] });
  if (field.choices)
    return askOption(title, field.label, [...field.choices.map(asOption), anyOption("not given")], value);
  return askText({
    title,
    value,
    prompt: [[field.label, field.unit && `in ${field.unit}`].filter(Boolean).join(", "), field.help]
      .filter(Boolean)
      .join(". "),
    placeHolder: field.placeholder ?? "",
    validateInput: (typed) => faultOfText(field, typed),
  });
}

interface Option extends vscode.QuickPickItem {
  readonly value: string;
}

async function askScope(
  title: string,
  name: ScopeField,
  { scope }: FaultDraft,
  { mock, titles }: FaultSurroundings,
): Promise<string | undefined> {
  const field = scopeFields[name];
  const value = scope[name] ?? "";
  switch (name) {
    case "door":
      return askOption(title, "Through which door?", [anyOption("Every door"), ...pathsOf(mock).map(asOption)], value);
    case "protocol": {
      const spoken = [...titles].map(([id, label]) => ({ label, value: id }));
      return askOption(title, "Of which protocol?", [anyOption("Every protocol"), ...spoken], value);
    }
    case "client": {
      const clients = mock.clients.map((client) => ({
        label: clientName(client),
        description: client.topics.join(", "),
        value: String(client.id),
      }));
      return askOption(title, "Of which client?", [anyOption("Every client"), ...clients], value);
    }
    case "topic": {
      const topics = mock.topics.map(({ topic }) => asOption(topic));
      return askOpenOption(
        title,
        "On which topic? Choose one, or type a pattern such as chat:*",
        [anyOption("Every topic"), ...topics],
        value,
      );
    }
    default:
      return askTextOption(title, field, value);
  }
}

function pathsOf({ doors }: FaultSurroundings["mock"]): string[] {
  return [...new Set(doors.map(({ path }) => path))];
}

function asOption(value: string): Option {
  return { label: value, value };
}

function anyOption(label: string): Option {
  return { label, value: "" };
}

async function askOption(
  title: string,
  placeholder: string,
  options: readonly Option[],
  value: string,
  offered: (typed: string) => readonly Option[] = () => options,
): Promise<string | undefined> {
  const taken = await askPick<Option>({
    title,
    placeholder,
    items: offered,
    isActive: (option) => option.value === value,
  });
  return taken?.item.value;
}

/** What is typed may be taken as well. */
function askOpenOption(
  title: string,
  placeholder: string,
  options: readonly Option[],
  value: string,
): Promise<string | undefined> {
  return askOption(title, placeholder, options, value, (typed) => {
    const text = typed.trim();
    if (text === "" || options.some((option) => option.value === text)) return options;
    return [...options, { label: text, description: "as typed", alwaysShow: true, value: text }];
  });
}
