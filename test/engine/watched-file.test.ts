/** A file is read again when its content is another one, however the editor saves. */
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { WatchedFile } from "../../src/engine/watched-file.ts";
import { Mailbox } from "../mock-server/mailbox.ts";
import { makeFolder } from "../mock-server/running-mock.ts";

async function watched(text: string) {
  const path = join(makeFolder(), "a.txt");
  writeFileSync(path, text);
  const told = new Mailbox<string>();
  const file = new WatchedFile(path, { changed: told.put, lost: (reason) => told.put(`lost: ${reason}`) });
  onTestFinished(() => file.close());
  expect(await file.open()).toBe(text);
  return { path, told };
}

it("is told of saves in place, and of those that put a new file there", async () => {
  const { path, told } = await watched("one");
  writeFileSync(path, "two");
  expect(await told.take()).toBe("two");
  writeFileSync(`${path}.new`, "three");
  renameSync(`${path}.new`, path);
  expect(await told.take()).toBe("three");
  writeFileSync(`${path}.new`, "four");
  renameSync(`${path}.new`, path);
  expect(await told.take()).toBe("four");
});

it("is not told of saves that change nothing, nor of other files", async () => {
  const { path, told } = await watched("one");
  writeFileSync(path, "one");
  writeFileSync(`${path}.bak`, "other");
  writeFileSync(path, "two");
  expect(await told.take()).toBe("two");
  expect(told.all).toEqual(["two"]);
});

it("says when the file is gone, and goes on when it is back, as it was or not", async () => {
  const { path, told } = await watched("one");
  rmSync(path);
  expect(await told.take()).toBe(`lost: There is no file ${path}.`);
  writeFileSync(path, "one");
  expect(await told.take()).toBe("one");
});

it("refuses what cannot be read with a sentence", async () => {
  const folder = makeFolder();
  const open = (path: string) => new WatchedFile(path, { changed: () => undefined, lost: () => undefined }).open();
  await expect(open(join(folder, "none.yaml"))).rejects.toThrow(`There is no file ${join(folder, "none.yaml")}.`);
  await expect(open(join(folder, "no", "folder.yaml"))).rejects.toThrow("There is no file");
  await expect(open(folder)).rejects.toThrow("is a folder, not a file");
});
