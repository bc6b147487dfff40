/**
 * Who may import whom, as data, and the check itself: pure, so that the test can show it catching each kind of breach.
 * The same table stands in docs/ARCHITECTURE.md in words.
 */
import { parseSync } from "oxc-parser";

interface Room {
  /** Folder, from the top of the project; the longest match owns a file. */
  readonly folder: string;
  /** Folders (or single files) of ours that it may import, besides itself. */
  readonly rooms: readonly string[];
  /** Packages that it may import; `node:` stands for all of Node's own. */
  readonly packages: readonly string[];
  /** No clock and no chance: they are values that come in. */
  readonly pure?: true;
}

export const rooms: readonly Room[] = [
  { folder: "src/model", rooms: [], packages: [], pure: true },
  { folder: "src/protocols/kit", rooms: ["src/model"], packages: [], pure: true },
  {
    folder: "src/protocols/*",
    rooms: ["src/model", "src/protocols/kit"],
    packages: ["eventsource-parser"],
    pure: true,
  },
  // AnyCable is Action Cable with more in it: the one protocol that builds on a sibling, and never the other way round.
  {
    folder: "src/protocols/action-cable",
    rooms: ["src/model", "src/protocols/kit"],
    packages: [],
    pure: true,
  },
  {
    folder: "src/protocols/anycable",
    rooms: ["src/model", "src/protocols/kit", "src/protocols/action-cable"],
    packages: ["@msgpack/msgpack", "protobufjs"],
    pure: true,
  },
  {
    folder: "src/protocols",
    rooms: ["src/model", "src/protocols/*", "src/protocols/action-cable", "src/protocols/anycable"],
    packages: [],
    pure: true,
  },
  { folder: "src/filter", rooms: [], packages: [], pure: true },
  { folder: "src/bridge", rooms: ["src/model", "src/filter"], packages: [], pure: true },
  // What a scenario says, and what its patterns and templates mean; playing it is the mock server's business.
  {
    folder: "src/scenario",
    rooms: ["src/model", "src/filter", "src/reading", "src/protocols/kit"],
    packages: ["zod", "yaml", "liquidjs", "@cfworker/json-schema", "@faker-js/faker"],
    pure: true,
  },
  // Not pure: here time comes into the house. What lives in it is handed a clock.
  { folder: "src/clock", rooms: [], packages: [] },
  { folder: "src/transports", rooms: ["src/model"], packages: ["ws", "undici", "socks", "node:"] },
  { folder: "src/runner", rooms: ["src/model", "src/clock"], packages: [] },
  {
    folder: "src/capture",
    rooms: ["src/model", "src/bridge", "src/filter", "src/protocols/kit"],
    packages: ["node:"],
  },
  // Imported frames go through the recorder and the protocols, as live ones do: so it stands above both.
  {
    folder: "src/interchange",
    rooms: [
      "src/model",
      "src/bridge",
      "src/filter",
      "src/protocols",
      "src/protocols/kit",
      "src/runner",
      "src/capture",
      "src/scenario",
    ],
    packages: ["zod", "yaml", "node:"],
  },
  { folder: "src/reading", rooms: [], packages: ["zod"], pure: true },
  { folder: "src/config", rooms: ["src/model", "src/reading"], packages: ["zod", "jsonc-parser"] },
  { folder: "src/rails", rooms: ["src/model"], packages: ["yaml"], pure: true },
  {
    folder: "src/engine",
    rooms: [
      "src/model",
      "src/protocols",
      "src/protocols/kit",
      "src/clock",
      "src/transports",
      "src/runner",
      "src/capture",
      "src/interchange",
      "src/filter",
      "src/bridge",
      "src/scenario",
      "mock-server",
    ],
    packages: ["birpc", "cbor2", "@msgpack/msgpack", "node:"],
  },
  {
    folder: "src/extension",
    // Of the language of scenarios only types: what knows it is a bundle of its own, loaded with the first scenario.
    rooms: [
      "src/bridge",
      "src/model",
      "src/config",
      "src/rails",
      "src/scenario/assist/language.ts",
      "src/engine/host.ts",
    ],
    packages: ["vscode", "birpc", "node:"],
  },
  {
    folder: "src/cli",
    rooms: [
      "src/bridge",
      "src/filter",
      "src/model",
      "src/config",
      "src/engine/host.ts",
      "mock-server/control-client.ts",
      "mock-server/demo-traffic.ts",
    ],
    packages: ["node:"],
  },
  {
    folder: "src/dev",
    rooms: ["src/cli", "src/bridge", "src/model", "src/config", "src/scenario", "src/protocols", "src/engine/host.ts"],
    packages: ["esbuild", "oxc-parser", "node:"],
  },
  // What tests drive a mock server with, in their own process or in another's: published as `framescope/mock`.
  {
    folder: "src/mock-client",
    rooms: ["src/model", "src/clock", "src/scenario", "src/protocols", "src/protocols/kit", "mock-server"],
    packages: ["node:"],
  },
  {
    folder: "webview",
    rooms: ["src/bridge", "src/filter", "src/model"],
    packages: ["lit", "@vscode-elements/elements", "birpc", "uplot"],
  },
  {
    folder: "mock-server",
    rooms: ["src/model", "src/clock", "src/scenario", "src/reading", "src/protocols", "src/protocols/kit"],
    packages: ["ws", "selfsigned", "@redis/client", "zod", "node:"],
  },
];

/** Names that one file alone may import: the places where a platform enters the house. */
const doors: Readonly<Record<string, string>> = {
  "node:sqlite": "src/capture/database.ts",
};

/** Calls that one file alone may make, since it adds what must never be forgotten. */
const callers: Readonly<Record<string, string>> = {
  showInputBox: "src/extension/asking/questions.ts",
  showQuickPick: "src/extension/asking/questions.ts",
  createInputBox: "src/extension/asking/questions.ts",
  createQuickPick: "src/extension/asking/questions.ts",
};

const impure = [/\bDate\.now\b/, /\bnew Date\(\s*\)/, /\bMath\.random\b/, /\bperformance\.now\b/, /\bcrypto\./];

/** The room that owns a file; undefined outside every room (tests may import anything). */
export function roomOf(file: string): Room | undefined {
  const owners = rooms.filter((room) => owns(room.folder, file));
  return owners.sort((a, b) => specificity(b.folder) - specificity(a.folder))[0];
}

/** Every breach in one file, each a sentence that names the rule. `file` is from the top of the project, with slashes. */
export function breachesIn(file: string, source: string): string[] {
  const room = roomOf(file);
  if (!room) return [];
  const breaches: string[] = [];
  for (const specifier of importsOf(file, source)) {
    const door = doors[specifier];
    if (door && door !== file) breaches.push(`${file} imports ${specifier}: only ${door} may`);
    else if (specifier.startsWith(".")) breaches.push(...crossing(room, file, resolve(file, specifier)));
    else if (!room.packages.some((name) => isPackage(name, specifier)))
      breaches.push(`${file} imports ${specifier}: ${room.folder} may import ${listed(room.packages)}`);
  }
  const code = withoutComments(file, source);
  for (const [call, caller] of Object.entries(callers))
    if (caller !== file && new RegExp(`\\b${call}\\b`).test(code))
      breaches.push(`${file} calls ${call}: only ${caller} may`);
  if (room.pure) {
    for (const pattern of impure)
      if (pattern.test(code)) breaches.push(`${file} uses ${pattern.source}: time and chance are handed in`);
  }
  return breaches;
}

function crossing(room: Room, file: string, target: string): string[] {
  const other = roomOf(target);
  if (other === undefined) return [`${file} imports ${target}: it lies outside every room`];
  if (other === room && siblingOf(room, file) === siblingOf(room, target)) return [];
  const allowed = room.rooms.some((name) => (name.endsWith(".ts") ? name === target : name === other.folder));
  if (allowed) return [];
  return [`${file} imports ${target}: ${room.folder} may import ${listed(room.rooms)}`];
}

/** Within a starred folder each subfolder is a room of its own. */
function siblingOf(room: Room, file: string): string {
  if (!room.folder.endsWith("/*")) return room.folder;
  return file.slice(room.folder.length - 1).split("/")[0] ?? "";
}

function owns(folder: string, file: string): boolean {
  if (!folder.endsWith("/*")) return file.startsWith(`${folder}/`);
  const parent = folder.slice(0, -1);
  return file.startsWith(parent) && file.slice(parent.length).includes("/");
}

function specificity(folder: string): number {
  return folder.endsWith("/*") ? folder.length - 1.5 : folder.length;
}

function isPackage(name: string, specifier: string): boolean {
  if (name === "node:") return specifier.startsWith("node:");
  return specifier === name || specifier.startsWith(`${name}/`);
}

/** Static, dynamic and re-exporting imports, type-only ones included: a type crosses a border too. */
export function importsOf(file: string, source: string): string[] {
  const { module } = parseSync(file, source);
  const found = module.staticImports.map((entry) => entry.moduleRequest.value);
  for (const entry of module.staticExports)
    for (const item of entry.entries) if (item.moduleRequest) found.push(item.moduleRequest.value);
  for (const entry of module.dynamicImports) {
    const text = source.slice(entry.moduleRequest.start, entry.moduleRequest.end);
    found.push(/^["'`](.*)["'`]$/.exec(text)?.[1] ?? `(computed) ${text}`);
  }
  return found;
}

function withoutComments(file: string, source: string): string {
  const { comments } = parseSync(file, source);
  let code = source;
  for (const comment of comments)
    code = code.slice(0, comment.start) + " ".repeat(comment.end - comment.start) + code.slice(comment.end);
  return code;
}

function resolve(file: string, specifier: string): string {
  const parts = file.split("/").slice(0, -1);
  for (const step of specifier.split("/")) {
    if (step === "..") parts.pop();
    else if (step !== ".") parts.push(step);
  }
  return parts.join("/");
}

function listed(names: readonly string[]): string {
  return names.length > 0 ? `only ${names.join(", ")}` : "nothing";
}
