/** What the documents name is there: files, headings, rooms, commands, settings, scripts. And each setting is told of. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { rooms } from "../architecture/rules.ts";
import { trackedFiles } from "../architecture/tracked-files.ts";

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const { commands, configuration, views } = manifest.contributes;
const settings = Object.keys(configuration.properties);
const commandTitles = new Set<string>(commands.map(named("title")));
const known = new Set<string>([...settings, ...commands.map(named("command")), ...views.framescope.map(named("id"))]);

const files = trackedFiles();
const pages = files.filter((file) => file.endsWith(".md"));
/** Those that speak of this house; notes beside fixtures speak of others too. */
const documents = pages.filter((file) => !file.startsWith("test/"));
const text = (file: string) => readFileSync(file, "utf8");
const prose = (file: string) => text(file).replace(/^```.*?^```/gms, "");

function named(key: string) {
  return (entry: Record<string, string>) => entry[key] ?? "";
}

/** As GitHub makes them of headings. */
function anchorsOf(file: string): string[] {
  return [...prose(file).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/\s/g, "-"),
  );
}

function linksOf(file: string): string[] {
  return [...prose(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
}

/** Paths from the top, and sources by the last part of theirs. */
const ours = /^(?:(?:src|webview|mock-server|test|docs)\/[\w./-]+|[\w/-]+\.ts)$/;

/** What is between backticks and looks as asked for. */
function codes(file: string, pattern: RegExp): string[] {
  return [...prose(file).matchAll(/`([^`\n]+)`/g)].flatMap(([, code = ""]) => pattern.exec(code)?.[0] ?? []);
}

function isDead(file: string, link: string): boolean {
  if (/^[a-z]+:/.test(link)) return false;
  const [target = "", anchor] = link.split("#");
  const page = target === "" ? file : path.join(path.dirname(file), target);
  return !existsSync(page) || (anchor !== undefined && !anchorsOf(page).includes(anchor));
}

/** As the table of rooms has it. */
function shortly(name: string): string {
  return name.replace(/^src\/(?:protocols\/(?=\w))?/, "").replace(/:$/, "");
}

/** Rooms with what they may import; what is in parentheses there is a remark. */
function tableOf(file: string): (readonly [room: string, imports: readonly string[]])[] {
  return [...text(file).matchAll(/^\| `([\w/.<>-]+)` \|.*\| (.*) \|$/gm)].map(([, room = "", cell = ""]) => {
    const names =
      cell === "nothing"
        ? []
        : cell
            .replace(/ \(.*?\)/g, "")
            .replaceAll("`", "")
            .split(", ");
    return [room.replace("<name>", "*"), names.sort()];
  });
}

/** What the find turns up, each with the document it stands in. */
function inEach(those: readonly string[], find: (file: string) => readonly string[]): string[] {
  return those.flatMap((file) => find(file).map((name) => `${file}: ${name}`));
}

describe("the documents", () => {
  it("are found, and what they name as well", () => {
    expect(documents.length).toBeGreaterThan(80);
    expect(codes("docs/ARCHITECTURE.md", ours).length).toBeGreaterThan(40);
    expect(linksOf("README.md").length).toBeGreaterThan(10);
  });

  it("link to what is there", () => {
    expect(inEach(pages, (file) => linksOf(file).filter((link) => isDead(file, link)))).toEqual([]);
  });

  it("name files and folders that are there", () => {
    const isThere = (name: string) => existsSync(name) || files.some((file) => file.endsWith(`/${name}`));
    expect(inEach(documents, (file) => codes(file, ours).filter((name) => !isThere(name)))).toEqual([]);
  });

  it("name commands, views and settings that are there", () => {
    const ids = (file: string) => codes(file, /^framescope\.[\w.]+$/);
    expect(inEach(documents, (file) => ids(file).filter((id) => !known.has(id)))).toEqual([]);
    const titles = (file: string) =>
      [...prose(file).matchAll(/\*\*Framescope: ([^*]+)\*\*/g)].map(([, title = ""]) => title);
    expect(titles("README.md").length).toBeGreaterThan(5);
    expect(inEach(documents, (file) => titles(file).filter((title) => !commandTitles.has(title)))).toEqual([]);
  });

  it("name scripts that are there", () => {
    const scripts = (file: string) => codes(file, /^npm run [\w:]+/).map((command) => command.slice("npm run ".length));
    expect(inEach(documents, (file) => scripts(file).filter((script) => !(script in manifest.scripts)))).toEqual([]);
  });

  it("tell of every setting", () => {
    const all = documents.map(text).join("\n");
    expect(settings.filter((setting) => !all.includes(`\`${setting}\``))).toEqual([]);
  });

  it("have each room in the table, and what it may import", () => {
    // Told of in other words: Action Cable is a protocol like others, and the registry is one file.
    const apart = ["src/protocols/action-cable", "src/protocols", "src/protocols/registry.ts", "test"];
    const isTold = ([room]: readonly [room: string, unknown]) => !apart.includes(room);
    const held = rooms.map(
      ({ folder, rooms, packages }) => [folder, [...rooms, ...packages].map(shortly).sort()] as const,
    );
    expect(Object.fromEntries(tableOf("docs/ARCHITECTURE.md").filter(isTold))).toEqual(
      Object.fromEntries(held.filter(isTold)),
    );
  });
});
