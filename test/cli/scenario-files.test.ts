import { expect, it } from "vitest";
import { numbered } from "../../src/cli/scenario-files.ts";

it.each([
  ["chat.scenario.yaml", "chat-2.scenario.yaml"],
  ["a.b/chat.yml", "a.b/chat-2.yml"],
  ["chat", "chat-2"],
])("a second scenario beside %s is %s", (file, second) => {
  expect([numbered(file, 1), numbered(file, 2)]).toEqual([file, second]);
});
