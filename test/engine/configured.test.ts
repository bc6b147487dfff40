/** Settings that change how traffic is read go with the capture, so that a file is read on another machine as it was live. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { openCapture } from "../../src/capture/opening.ts";
import { configuredAgain, readingSettings } from "../../src/engine/configured.ts";
import { actionCable } from "../../src/protocols/action-cable/index.ts";
import { polling } from "../../src/protocols/polling/index.ts";
import { newFolder } from "../capture/capture-files.ts";
import { newEngine } from "./engines.ts";

test("only those that the protocol names are kept", () => {
  const settings = { items: "$.docs", itemId: "", body: "secret", mode: "long" };
  expect(readingSettings(polling, settings)).toBe('{"items":"$.docs"}');
  expect(readingSettings(polling, { mode: "long" })).toBeUndefined();
  expect(readingSettings(actionCable, settings)).toBeUndefined();
});

test.each([undefined, "no JSON", '{"items":"$.a b"}', "null"])("%s is no reason to fail", (kept) => {
  expect(configuredAgain(polling, kept)).toBe(polling);
});

test("a file is read by them", async () => {
  const path = join(newFolder(), "polls.framescope");
  const capture = openCapture(path);
  capture.describe({ title: "Polls", protocol: "polling", settings: readingSettings(polling, { items: "$.docs" }) });
  const raw = '{"docs":[1,2,3]}';
  capture.message(1, 1, "received", "message", { kind: "reply", raw }, 0, 0, raw.length);
  capture.close();
  const { engine } = newEngine();
  const { id } = await engine.openCapture(path);
  const { view } = await engine.openView(id, { filter: "", foldHeartbeats: true });
  expect((await engine.rows(view, 0, 1)).rows[0]?.summary).toBe(`3 items ${raw}`);
});
