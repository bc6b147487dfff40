/** Where `config/routes.rb` mounts Action Cable and MessageBus, namespaces and scopes included. Pure. */
import { blockStep, withoutComments } from "./ruby-text.ts";

export interface Mount {
  readonly server: "action-cable" | "message-bus";
  /** Begins with a slash and ends with none. */
  readonly path: string;
}

const literal = /["']([^"']*)["']/;

export function readMounts(routes: string): readonly Mount[] {
  const prefixes: string[] = [];
  const mounts: Mount[] = [];
  for (const line of withoutComments(routes).split("\n")) {
    const mount = mountIn(line);
    if (mount) mounts.push({ ...mount, path: joined([...prefixes, mount.path]) });
    const step = blockStep(line);
    if (step === "opens") prefixes.push(prefixOf(line));
    else if (step === "closes") prefixes.pop();
  }
  return mounts;
}

/** `mount ActionCable.server => "/cable"`, `mount ActionCable.server, at: "/cable"`, `mount(MessageBus::Rack…)`. */
function mountIn(line: string): Mount | undefined {
  const [, server, rest = ""] = /^\s*mount[\s(]+(ActionCable\.server|MessageBus(?:::\S+)?)(.*)$/.exec(line) ?? [];
  if (server === undefined) return undefined;
  const [, path] = /(?:=>|\bat:|:at\s*=>)\s*["']([^"']*)["']/.exec(rest) ?? [];
  return path === undefined
    ? undefined
    : { server: server.startsWith("ActionCable") ? "action-cable" : "message-bus", path };
}

function prefixOf(line: string): string {
  const [, call, args = ""] = /^\s*(namespace|scope)\b[\s(]*(.*?)\)?\s+do\b/.exec(line) ?? [];
  if (call === undefined) return "";
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
