/** The extension under test, and how to wait for what it does. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import type { ForTests } from "../../src/extension/extension.ts";

export function framescope(): vscode.Extension<ForTests> {
  const extension = vscode.extensions.getExtension<ForTests>("framescope.framescope");
  assert.ok(extension, "the extension is not installed");
  return extension;
}

/** Waits for what only shows by looking: VS Code has no event for it. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, limitMs = 10_000): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await holds())) {
    assert.ok(performance.now() < deadline, `${what}: not within ${limitMs} ms`);
    await sleep(25);
  }
}
