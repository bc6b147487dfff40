/**
 * A fault while it is filled in: texts as they were typed, and the fault that they make. Pure, asks nobody; what only the
 * mock server knows (its doors, its limits) it says itself.
 */
import type { Fault, FaultAction } from "../../model/fault.ts";
import type { Values } from "../../model/form.ts";
import { type FaultField, type FaultGroup, type FaultKind, faultForms } from "./fault-forms.ts";

export interface FaultDraft {
  readonly kind: FaultKind;
  /** Of the form's fields, by name; what is not here has its initial value. */
  readonly values: Values;
  /** Of the scope's fields. */
  readonly scope: Values;
}

const positive = (name: string, label: string, placeholder: string): FaultField => ({
  name,
  label,
  type: "text",
  reads: "number",
  placeholder,
});

/** Where and how often: narrower with each that is filled in. */
export const scopeFields = {
  door: { name: "door", label: "Door", type: "text", reads: "text" },
  protocol: { name: "protocol", label: "Protocol", type: "text", reads: "text" },
  client: { name: "client", label: "Client", type: "text", reads: "number" },
  topic: { name: "topic", label: "Topic", type: "text", reads: "text", placeholder: "chat:*" },
  kinds: { name: "kinds", label: "Kinds of messages", type: "text", reads: "text", placeholder: "ping, welcome" },
  share: { ...positive("share", "Share", "50"), unit: "%", help: "Of what it could touch, by chance. In percent" },
  times: { ...positive("times", "How often", "1"), unit: "times", help: "Then it is over. Empty: until it is removed" },
  name: { name: "name", label: "Name", type: "text", reads: "text", placeholder: "flaky network" },
} as const satisfies Readonly<Record<string, FaultField>>;

export type ScopeField = keyof typeof scopeFields;

const everywhere: readonly ScopeField[] = ["share", "times", "name"];
const scopes: Readonly<Record<FaultGroup, readonly ScopeField[]>> = {
  message: ["door", "protocol", "client", "topic", "kinds", ...everywhere],
  connection: ["door", "protocol", "client", "topic", ...everywhere],
  connecting: ["door", "protocol", ...everywhere],
  topic: ["topic", "share"],
};

/** What a fault of this kind can be narrowed to. */
export function scopeOf(kind: FaultKind): readonly ScopeField[] {
  return scopes[faultForms[kind].group];
}

export function typedFor({ kind, values }: FaultDraft, { name, initial = "" }: FaultField): string {
  // What another fault's field of the same name was given means nothing here.
  return faultForms[kind].fields.some((field) => field.name === name) ? (values[name] ?? initial) : "";
}

/** What is wrong with the text, as a sentence; undefined when nothing is. */
export function faultOfText(
  { label, required, reads, placeholder, name }: FaultField,
  typed: string,
): string | undefined {
  const text = typed.trim();
  if (text === "") return required ? `${label} is needed, for example ${placeholder}` : undefined;
  if (reads === "number" && !/^\d+$/.test(text)) return `${label} is a whole number, for example ${placeholder ?? 1}`;
  if (name === "share" && (Number(text) < 1 || Number(text) > 100)) return "A share goes from 1 to 100 percent";
  if (reads === "headers") return text.split("\n").flatMap(faultOfHeader)[0];
  return undefined;
}

/** The first field that is missing or wrong, with the sentence; undefined when the fault can be added. */
export function firstFault(draft: FaultDraft): { readonly field: FaultField; readonly text: string } | undefined {
  for (const field of faultForms[draft.kind].fields) {
    const text = faultOfText(field, typedFor(draft, field));
    if (text !== undefined) return { field, text };
  }
  return undefined;
}

export function toFault(draft: FaultDraft): Fault {
  const { kind } = draft;
  const action = faultForms[kind].fields.flatMap((field) => {
    const value = read(field, typedFor(draft, field));
    return value === undefined ? [] : [[field.name, value] as const];
  });
  const scope = scopeOf(kind).flatMap((name) => {
    const value = read(scopeFields[name], draft.scope[name] ?? "");
    return value === undefined ? [] : [[name, inScope(name, value)] as const];
  });
  return { ...Object.fromEntries(scope), does: { kind, ...Object.fromEntries(action) } as FaultAction };
}

function read({ reads }: FaultField, typed: string): unknown {
  const text = typed.trim();
  if (text === "") return undefined;
  switch (reads) {
    case "number":
      return Number(text);
    case "flag":
      return text === "yes";
    case "headers":
      return text.split("\n").map((line) => line.split(/:\s*(.*)/s, 2));
    case "text":
      return text;
  }
}

function inScope(name: ScopeField, value: unknown): unknown {
  if (name === "share") return Number(value) / 100;
  return name === "kinds" ? String(value).split(/[\s,]+/) : value;
}

function faultOfHeader(line: string): string[] {
  return /^[^\s:]+:/.test(line) ? [] : [`A header is written as Name: value, and "${line}" is not`];
}
