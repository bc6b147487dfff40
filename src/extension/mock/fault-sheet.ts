/** The lines of a fault's sheet: what each says, and what choosing it does. Asks nobody. */
import type * as vscode from "vscode";
import type { MockState } from "../../model/mock.ts";
import { separator } from "../asking/quick-pick.ts";
import { timesText } from "../numbers.ts";
import {
  type FaultDraft,
  firstFault,
  type ScopeField,
  scopeFields,
  scopeOf,
  toFault,
  typedFor,
} from "./fault-draft.ts";
import { type FaultField, type FaultKind, faultForms, groupTitles } from "./fault-forms.ts";
import { clientName, whatItDoes, whereItDoes } from "./fault-words.ts";

/** What the mock server has that a fault can be narrowed to. */
export interface FaultSurroundings {
  readonly mock: MockState;
  /** By protocol id. */
  readonly titles: ReadonlyMap<string, string>;
}

export type FaultSheetAct =
  | { readonly kind: "add" | "another" }
  | { readonly kind: "field"; readonly field: FaultField }
  | { readonly kind: "scope"; readonly name: ScopeField };

export interface FaultLine extends vscode.QuickPickItem {
  readonly act?: FaultSheetAct;
}

export function faultSheet(draft: FaultDraft, around: FaultSurroundings): FaultLine[] {
  const { title, about, fields } = faultForms[draft.kind];
  const wrong = firstFault(draft);
  const fault = toFault(draft);
  const description = wrong ? wrong.text : `${whatItDoes(fault.does)} · ${whereItDoes(fault, around.titles)}`;
  return [
    { label: `$(flame) ${isOnce(draft) ? "Strike Now" : "Add Fault"}`, description, act: { kind: "add" } },
    separator("What goes wrong"),
    { label: `$(symbol-event) ${title}`, description: about, act: { kind: "another" } },
    ...fields.map((field): FaultLine => {
      const value = typedFor(draft, field);
      return { label: `$(edit) ${field.label}`, description: shown(value, field), act: { kind: "field", field } };
    }),
    separator("Where, and how often"),
    ...scopeOf(draft.kind).map((name) => scopeLine(name, draft, around)),
  ];
}

export interface KindLine extends vscode.QuickPickItem {
  readonly fault?: FaultKind;
}

export function kindLines(): KindLine[] {
  const kinds = Object.entries(faultForms);
  return Object.entries(groupTitles).flatMap(([group, title]) => [
    separator(title),
    ...kinds
      .filter(([, form]) => form.group === group)
      .map(([kind, form]) => ({ label: form.title, description: form.about, fault: kind as FaultKind })),
  ]);
}

const icons: Readonly<Record<ScopeField, string>> = {
  door: "plug",
  protocol: "symbol-interface",
  client: "person",
  topic: "broadcast",
  kinds: "symbol-key",
  share: "pie-chart",
  times: "history",
  name: "tag",
};

/** What befalls and does not last, unless it is told how often. */
function isOnce({ kind, scope }: FaultDraft): boolean {
  const { group } = faultForms[kind];
  if (kind === "silent" || group === "message" || group === "connecting") return false;
  return group === "topic" || (scope.times ?? "") === "";
}

const unset: Readonly<Record<ScopeField, string>> = {
  door: "every door",
  protocol: "every protocol",
  client: "every client",
  topic: "every topic",
  kinds: "all kinds",
  share: "all of it",
  times: "until it is removed",
  name: "none",
};

function scopeLine(name: ScopeField, draft: FaultDraft, { mock, titles }: FaultSurroundings): FaultLine {
  const field: FaultField = scopeFields[name];
  const value = draft.scope[name] ?? "";
  const client = mock.clients.find(({ id }) => String(id) === value);
  const named = name === "protocol" ? titles.get(value) : name === "client" && client ? clientName(client) : undefined;
  const otherwise = name === "times" && isOnce(draft) ? "once, now" : unset[name];
  const description = value === "" ? otherwise : (named ?? shown(value, field));
  return { label: `$(${icons[name]}) ${field.label}`, description, act: { kind: "scope", name } };
}

function shown(value: string, { unit }: FaultField): string {
  if (value === "") return "not given";
  if (unit === "times") return timesText(Number(value));
  return [value.split("\n").join(" · "), unit].filter(Boolean).join(" ");
}
