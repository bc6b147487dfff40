import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { newCapture, newFolder } from "./capture-files.ts";

test("kill -9 in the middle of a stream loses nothing that was committed", async () => {
  const path = join(newFolder(), "crash.framescope");
  const writer = spawn(process.execPath, [fileURLToPath(new URL("crash-writer.ts", import.meta.url)), path], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let committed = 0;
  let reports = 0;
  for await (const line of createInterface({ input: writer.stdout })) {
    committed = Number(line);
    reports += 1;
    if (reports === 5) writer.kill("SIGKILL");
  }
  if (writer.exitCode === null && writer.signalCode === null) await once(writer, "exit");
  expect(writer.signalCode).toBe("SIGKILL");

  const capture = newCapture(path);
  expect(committed).toBeGreaterThan(0);
  expect(capture.lastSeq).toBeGreaterThanOrEqual(committed);
  expect(capture.firstSeq).toBe(1);
  const entries = capture.reader.entriesBetween(1, capture.lastSeq);
  expect(entries.map((entry) => entry.seq)).toEqual(Array.from({ length: capture.lastSeq }, (_, n) => n + 1));
  for (const entry of [entries[0], entries.at(-1)]) {
    expect(capture.reader.frames.get(entry?.firstFrame ?? 0)?.data).toBe(`frame ${entry?.seq}`);
    expect(capture.reader.body(entry?.seq ?? 0)).toBe(`raw ${entry?.firstFrame}`);
  }
});
