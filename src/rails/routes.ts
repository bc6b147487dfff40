/** Where `config/routes.rb` mounts Action Cable and MessageBus, namespaces and scopes included. Pure. */
import { blockStep, withoutComments } from "./ruby-text.ts";

export interface Mount {
  readonly server: "action-cable" | "message-bus";
  /** Begins with a slash and ends with none. */
  readonly path: string;
}

const literal = /["']([^"']*)["']/;
/** A literal, or what `ENV.fetch` has where the variable is not set. */
const value = String.raw`\s*(?:ENV\.fetch\(\s*["'][^"']*["']\s*(?:,|\)\s*\{)\s*)?["']([^"'#]*)["']`;
const server = String.raw`(?:::)?(ActionCable\.server|MessageBus(?:::\S+)?)`;
const mountCall = new RegExp(String.raw`(?:^|\bdo|\{)\s*mount[\s({]+${server}(.*)$`);
const mountPath = new RegExp(String.raw`(?:=>|\bat:|:at\s*=>)${value}`);
/** A route to the server says the same: `match "/cable", to: ActionCable.server, via: :all`. */
const route = new RegExp(
  String.raw`^\s*(?:match|get)[\s(]+["']([^"'#]*)["']\s*(?:=>|,\s*(?:to:|:to\s*=>))\s*${server}`,
);

export function readMounts(routes: string): readonly Mount[] {
  const prefixes: string[] = [];
  const mounts: Mount[] = [];
  for (const line of joinedLines(withoutComments(routes))) {
    const step = blockStep(line);
    const mount = mountIn(line);
    // All of a block may stand in its line.
    const own = step === undefined ? [prefixOf(line)] : [];
    if (mount) mounts.push({ ...mount, path: joined([...prefixes, ...own, mount.path]) });
    if (step === "opens") prefixes.push(prefixOf(line));
    else if (step === "closes") prefixes.pop();
  }
  return mounts;
}

/** A call goes on where its line ends within its arguments. */
function joinedLines(text: string): readonly string[] {
  return text.replace(/(=>|,|\(\s*\{?|\bat:)[ \t]*\r?\n\s*/g, "$1 ").split("\n");
}

function mountIn(line: string): Mount | undefined {
  const [, mounted, rest = ""] = mountCall.exec(line) ?? [];
  const [, routed, target = ""] = route.exec(line) ?? [];
  const path = mounted === undefined ? routed : mountPath.exec(rest)?.[1];
  const isCable = (mounted ?? target).startsWith("ActionCable");
  return path === undefined ? undefined : { server: isCable ? "action-cable" : "message-bus", path };
}

function prefixOf(line: string): string {
  const [, call, args = ""] = /^\s*(namespace|scope)\b[\s(]*(.*?)\)?\s*(?:\bdo\b|\{)/.exec(line) ?? [];
  if (call === undefined || /\bpath:\s*nil\b/.test(args)) return "";
  const [, path] = /\bpath:\s*["']([^"']*)["']/.exec(args) ?? [];
  if (path !== undefined) return path;
  const [, symbol] = /^:(\w+)/.exec(args) ?? [];
  // `scope module: "admin"` changes no path; an optional part, `(:locale)`, may be left out.
  const first = symbol ?? (/^["']/.test(args) ? literal.exec(args)?.[1] : undefined) ?? "";
  return first.replace(/\([^)]*\)/g, "");
}

function joined(parts: readonly string[]): string {
  const clean = parts.map((part) => part.replace(/^\/+|\/+$/g, "")).filter((part) => part !== "");
  return `/${clean.join("/")}`;
}
