import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { framescope } from "./framescope.ts";

describe("activation", () => {
  it("waits until something is asked of it", () => {
    assert.equal(framescope().isActive, false);
  });

  it("is quick, and starts no engine", async () => {
    const startedAt = performance.now();
    const { engine } = await framescope().activate();
    const elapsedMs = performance.now() - startedAt;
    console.log(`      activated in ${elapsedMs.toFixed(1)} ms`);
    assert.equal(engine.isRunning, false);
    // Loaded and activated by a busy machine: the aim is 100 ms, the limit only finds a mistake of another order.
    assert.ok(elapsedMs < 1_000);
  });

  it("registers every command of the manifest, and no other", async () => {
    const contributed = framescope().packageJSON.contributes.commands.map(
      (entry: { command: string }) => entry.command,
    );
    const registered = (await vscode.commands.getCommands(true)).filter((command) => command.startsWith("framescope."));
    // VS Code adds commands of its own for each view, such as `framescope.sessions.focus`.
    const own = registered.filter((command) => command.split(".").length === 2);
    assert.deepEqual(own.sort(), [...contributed].sort());
  });
});
