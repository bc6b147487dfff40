/** Writing a scenario: a new one from a starter, what is wrong with it, what can come next, and what it means. */
import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Flow } from "./flow.ts";

const faulty = `name: Trouble
topics:
  chat:lobby:
    history: [{ from: Ada, body: Good morning! }]
phases: [{ name: calm, until: 30s }, storm]

messages:
  - every: soon
    to: chat:lobby
    data: { from: "{{ fake.person.firstNam }}", body: hello }

faults:
  - delay: { by: 300ms, jitter: 100ms }
    phase: strom
  - d
`;

export const scenariosFlow: Flow = (window, _mock, workspace) => {
  const { page } = window;
  const file = path.join(workspace, "trouble.scenario.yaml");
  const squiggles = page.locator(".squiggly-error");
  return [
    [
      "a new scenario begins with a starter, in a file of the workspace",
      async () => {
        await window.run("New Scenario…");
        await window.asked("What it begins with");
        await window.item("Rails chat with Turbo Streams").first().waitFor();
        await window.screenshot("scenario-new-dark");
        await window.choose("Rails chat with Turbo Streams");
        await window.answer("in the folder of the workspace", "mocks/board");
        await page.locator(".tab", { hasText: "board.scenario.yaml" }).waitFor();
        await page.locator(".view-lines", { hasText: "turbo_stream_from" }).waitFor();
        await window.screenshot("scenario-starter-dark");
        assert.match(readFileSync(path.join(workspace, "mocks/board.scenario.yaml"), "utf8"), /^# Rails chat/);
        assert.equal(await squiggles.count(), 0);
      },
    ],
    [
      "what is wrong is marked while it is written, with what to do",
      async () => {
        writeFileSync(file, faulty);
        await window.openFile("trouble.scenario.yaml");
        await squiggles.nth(3).waitFor();
        await page.keyboard.press("Control+Shift+M");
        const panel = page.locator(".markers-panel-container");
        for (const sentence of ["or 1s..3s for something in between", 'Did you mean "storm"?', "fake.person.firstName"])
          await panel.filter({ hasText: sentence }).waitFor();
        await window.screenshot("scenario-problems-dark");
        await page.keyboard.press("Control+Shift+M");
      },
    ],
    [
      "what can come next is offered, with its explanation",
      async () => {
        await window.tab("trouble.scenario.yaml");
        await window.goTo(15, 6);
        await window.complete("disconnect");
        await window.screenshot("scenario-completion-dark");
        await window.escape();
        await window.goTo(14, 12);
        await window.complete("calm");
        await window.screenshot("scenario-phases-dark");
        await window.escape();
      },
    ],
    [
      "and what stands there is explained",
      async () => {
        await window.goTo(13, 7);
        await page.keyboard.press("Control+K");
        await page.keyboard.press("Control+I");
        await page.locator(".monaco-hover:visible", { hasText: "Messages come late, in order." }).first().waitFor();
        await window.screenshot("scenario-hover-dark");
        await window.escape();
      },
    ],
    [
      "in light as well",
      async () => {
        await window.useTheme("light");
        await window.tab("trouble.scenario.yaml");
        await window.goTo(15, 6);
        await window.complete("drop");
        await window.screenshot("scenario-completion-light");
        await window.escape();
        await window.useTheme("dark");
        await window.closeTabs();
        rmSync(file);
        rmSync(path.join(workspace, "mocks"), { recursive: true });
      },
    ],
  ];
};
