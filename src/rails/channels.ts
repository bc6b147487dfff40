/** The channels of `app/channels/**`: their classes, what they take, what they stream from and what can be performed. Pure. */
import { blockStep, withoutComments } from "./ruby-text.ts";

export interface RailsAction {
  readonly name: string;
  /** Keys of the data that it reads. */
  readonly keys: readonly string[];
}

export interface RailsChannel {
  /** With its modules: `Admin::RoomsChannel`. */
  readonly name: string;
  /** `room` for `params[:room]`, in the order of the source. */
  readonly params: readonly string[];
  /** As written: `"chat_#{params[:room]}"`, `room`. */
  readonly streamsFrom: readonly string[];
  readonly streamsFor: readonly string[];
  readonly actions: readonly RailsAction[];
}

/** Called by Rails, or by the base class, and never by a client. */
const notActions = new Set(["subscribed", "unsubscribed", "initialize"]);

interface Scope {
  readonly kind: "module" | "class" | "method" | "other";
  readonly name: string;
}

interface Draft {
  readonly name: string;
  readonly lines: string[];
  readonly actions: { readonly name: string; readonly argument: string; readonly lines: string[] }[];
  isPublic: boolean;
}

export function readChannels(source: string): readonly RailsChannel[] {
  const scopes: Scope[] = [];
  const drafts: Draft[] = [];
  const open: (Draft | undefined)[] = [];
  for (const line of withoutComments(source).split("\n")) {
    const draft = open.at(-1);
    const inMethod = scopes.some(({ kind }) => kind === "method");
    draft?.lines.push(line);
    if (draft && inMethod) draft.actions.at(-1)?.lines.push(line);
    if (draft && !inMethod) draft.isPublic = visibility(line) ?? draft.isPublic;
    const step = blockStep(line);
    const scope = scopeOf(line);
    if (draft && !inMethod && scope.kind === "method") startMethod(draft, line, scope.name);
    if (step === "closes") {
      if (scopes.pop()?.kind === "class") open.pop();
    } else if (step === undefined && scope.kind === "class") {
      startChannel(line, [...scopes, scope], drafts);
    } else if (step === "opens") {
      scopes.push(scope);
      if (scope.kind === "class") open.push(startChannel(line, scopes, drafts));
    }
  }
  return drafts.map(channelOf);
}

function scopeOf(line: string): Scope {
  const [, kind, name = ""] = /^\s*(module|class)\s+([A-Z][\w:]*)/.exec(line) ?? [];
  if (kind === "module" || kind === "class") return { kind, name };
  const [, method] = /^\s*(?:private\s+|protected\s+|public\s+)?def\s+([\w?!]+)/.exec(line) ?? [];
  return method === undefined ? { kind: "other", name: "" } : { kind: "method", name: method };
}

/** Undefined for a class that is no channel: its base is one, and it is not the app's own base class. */
function startChannel(line: string, scopes: readonly Scope[], drafts: Draft[]): Draft | undefined {
  const [, base] = /^\s*class\s+\S+\s*<\s*([\w:]+)/.exec(line) ?? [];
  const name = scopes
    .filter(({ kind }) => kind === "module" || kind === "class")
    .map((scope) => scope.name)
    .join("::");
  if (!base || !/Channel(?:::Base)?$/.test(base) || name === "ApplicationCable::Channel") return undefined;
  const draft: Draft = { name, lines: [], actions: [], isPublic: true };
  drafts.push(draft);
  return draft;
}

/** A word of its own changes what follows; before a method it is for that one alone. */
function visibility(line: string): boolean | undefined {
  const [, word] = /^\s*(private|protected|public)\s*$/.exec(line) ?? [];
  return word === undefined ? undefined : word === "public";
}

function startMethod(draft: Draft, line: string, name: string): void {
  const isPublic = draft.isPublic && !/^\s*(?:private|protected)\s+def\b/.test(line) && !/def\s+self\./.test(line);
  // What cannot be called still ends the method before it.
  const shown = isPublic && !notActions.has(name) && /^\w+$/.test(name) ? name : "";
  const [, argument = ""] = /def\s+\w+[\s(]+(\w+)/.exec(line) ?? [];
  draft.actions.push({ name: shown, argument, lines: [line] });
}

function channelOf({ name, lines, actions }: Draft): RailsChannel {
  const text = lines.join("\n");
  return {
    name,
    params: keysOf(text, "params"),
    streamsFrom: argumentsOf(text, "stream_from"),
    streamsFor: argumentsOf(text, "stream_for"),
    actions: actions
      .filter((action) => action.name !== "")
      .map((action) => ({
        name: action.name,
        keys: action.argument === "" ? [] : keysOf(action.lines.join("\n"), action.argument),
      })),
  };
}

/** `params[:room]`, `params["room"]`, `params.fetch(:room)`, `params.require(:room)`, `params.dig(:room)`. */
function keysOf(text: string, hash: string): readonly string[] {
  const pattern = new RegExp(
    `(?<![\\w.@])${hash}(?:\\[|\\.(?:fetch|require|dig|permit)\\()\\s*(?::(\\w+)|["'](\\w+)["'])`,
    "g",
  );
  return [...new Set([...text.matchAll(pattern)].map(([, symbol, string]) => symbol ?? string ?? ""))];
}

function argumentsOf(text: string, call: string): readonly string[] {
  const found = [...text.matchAll(new RegExp(`\\b${call}[\\s(]+([^\\n]*)`, "g"))];
  return found.map(([, argument = ""]) =>
    balanced(argument.replace(/\s(?:if|unless|do)\b.*$/, "").replace(/,\s*coder:.*$/, "")),
  );
}

/** Without the bracket that closes the call itself. */
function balanced(argument: string): string {
  const text = argument.trim();
  const opened = text.split("(").length;
  return text.endsWith(")") && text.split(")").length > opened ? text.slice(0, -1).trim() : text;
}
