/** The package as another project gets it: `npm pack`, unpacked into a clean folder, type-checked, imported and required there. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../..", import.meta.url));
const project = mkdtempSync(join(tmpdir(), "framescope-package-"));
const installed = join(project, "node_modules/framescope");

beforeAll(() => {
  if (!existsSync(join(root, "dist/mock.d.ts")))
    throw new Error("There is no dist/mock.d.ts: run npm run build first.");
  const packing = ["pack", "--silent", "--ignore-scripts", "--pack-destination", project];
  const name = execFileSync("npm", packing, { cwd: root, encoding: "utf8" }).trim();
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", join(project, name), "-C", installed, "--strip-components=1"]);
  symlinkSync(join(root, "node_modules/@types"), join(project, "node_modules/@types"));
}, 60_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

/** Its exit code and all that it said. */
function run(program: string, args: readonly string[]): readonly [status: number | null, said: string] {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: project, encoding: "utf8" });
  return [status, stdout + stderr];
}

const used = `
import { connectToMock, startMock, type Expectation, type Fault, type Mock, type NotedHappening } from "framescope/mock";
export async function drive(): Promise<readonly unknown[]> {
  const mock: Mock = await startMock({ port: 0, seed: 1, clock: "manual" });
  const fault: Fault = { door: "/cable", does: { kind: "delay", byMs: 300 } };
  const placed = await mock.fault(fault);
  await placed.remove();
  const wanted: Expectation = { action: "speak", data: { like: { body: "hi" } } };
  const waiting: Promise<NotedHappening> = mock.expect(wanted, { timeoutMs: 2000 });
  const other = await connectToMock(mock.address);
  const { subscribers, offset } = await other.publish("chat:lobby", { body: "hi" });
  const topics = (await mock.state()).topics.map(({ topic }) => topic);
  await mock.reset();
  await mock.stop();
  return [mock.url("action-cable"), subscribers, offset, topics, waiting];
}
`;

// Each starts a process that reads much: on a busy machine that takes its time.
describe("the package", { timeout: 60_000 }, () => {
  it.each([
    ["nodenext", "used.mts", ""],
    ["bundler", "used.ts", ""],
    ["nodenext", "wrong.mts", 'import { startMock } from "framescope/mock";\nstartMock({ prot: 0 });\n'],
  ])("has types that need nothing else, and catch mistakes: %s, %s", (moduleResolution, file, source) => {
    writeFileSync(join(project, file), source || used);
    const module = moduleResolution === "nodenext" ? "nodenext" : "esnext";
    const options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--target", "es2022", "--types", "node"];
    const tsc = join(root, "node_modules/typescript/bin/tsc");
    const args = [tsc, ...options, "--module", module, "--moduleResolution", moduleResolution, file];
    const expected = source ? [1, expect.stringContaining("'prot' does not exist in type 'StartOptions'")] : [0, ""];
    expect(run(process.execPath, args)).toEqual(expected);
  });

  it.each([
    ["imported", "used.mjs", 'import { startMock, connectToMock } from "framescope/mock";'],
    ["required", "used.cjs", 'const { startMock, connectToMock } = require("framescope/mock");'],
  ])("can be %s", (_, file, load) => {
    const script = `${load}
(async () => {
  const mock = await startMock({ seed: 1 });
  const other = await connectToMock(mock.address);
  console.log(JSON.stringify(await other.publish("a", 1)));
  await mock.stop();
})();
`;
    writeFileSync(join(project, file), script);
    expect(run(process.execPath, [file])).toEqual([0, '{"subscribers":0,"offset":1}\n']);
  });

  it("brings the terminal along", () => {
    const { version } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    expect(run(process.execPath, [join(installed, "dist/cli.mjs"), "--version"])).toEqual([0, `${version}\n`]);
    expect(existsSync(join(installed, "dist/engine.mjs"))).toBe(true);
    expect(existsSync(join(installed, "dist/extension.cjs"))).toBe(false);
  });
});
