/** Filters as a person uses them: typed, completed, mended, kept, taken from cells, and dropped to look around. */
import assert from "node:assert/strict";
import { enterRoom } from "./enter-room.ts";
import type { Flow } from "./flow.ts";

/** The workbench writes down what is kept and which tabs are open every five seconds. */
const keptMs = 6_000;

export const filterFlow: Flow = (window, mock) => {
  const timeline = window.timeline();
  const box = () => window.webview().getByRole("combobox", { name: "Filter rows" });
  const button = (name: string) =>
    window.webview().locator("filter-box").getByRole("button", { name, exact: true }).first();
  const options = () => window.webview().locator("filter-box").getByRole("option");
  const item = (label: string) => window.webview().getByRole("menuitem", { name: label });
  /** `open`: what is to be seen is closed again afterwards, since nothing of the kind stays open under the palette. */
  const inBothThemes = async (name: string, open?: () => Promise<void>) => {
    for (const theme of ["light", "dark"] as const) {
      await window.useTheme(theme);
      await open?.();
      await window.screenshot(`${name}-${theme}`);
      if (open) await window.escape();
    }
  };
  const openCellMenu = async () => {
    await timeline.rows("message", "deploy started").last().locator(".direction").click({ button: "right" });
    await item("Filter by This Value").waitFor();
  };
  return [
    [
      "a chat to filter",
      async () => {
        await enterRoom(window, mock, "filters");
        for (const body of ["deploy started by ana", "lunch?", "deploy finished in 41 s"]) {
          await timeline.compose({ Action: "speak", Data: JSON.stringify({ body, user: { id: 42 } }) });
          await timeline.sees("message", body);
        }
      },
    ],
    [
      "a filter has colours, leaves what matches, and marks it",
      async () => {
        await timeline.filter('kind:message $.body ~ "deploy" -finished');
        await timeline.rows("message", "finished").first().waitFor({ state: "hidden" });
        await timeline.sees("message", "deploy started");
        await timeline.rows("message").first().locator("mark", { hasText: "deploy" }).waitFor();
        await inBothThemes("filter-colours");
      },
    ],
    [
      "a list offers the capture's own kinds",
      async () => {
        await box().fill("");
        await box().pressSequentially("kind:");
        await options().filter({ hasText: "confirm_subscription" }).waitFor();
        await inBothThemes("filter-completion", async () => {
          await box().press("End");
          await box().press("Control+Space");
          await options().first().waitFor();
        });
      },
    ],
    [
      "and paths into the payload",
      async () => {
        await box().fill("$.us");
        await options().filter({ hasText: "$.user.id" }).click();
        await box().pressSequentially(" = 42");
        await timeline.rows("welcome").first().waitFor({ state: "hidden" });
        await timeline.sees("message", "deploy finished");
      },
    ],
    [
      "a fault is told with its place, and the rows stay",
      async () => {
        await box().fill("size:>big");
        await window.webview().locator("filter-box #fault", { hasText: "Character 7" }).waitFor();
        await timeline.sees("message", "deploy finished");
        await inBothThemes("filter-fault");
      },
    ],
    [
      "a filter is saved under a name",
      async () => {
        await timeline.filter("kind:message deploy");
        await button("Saved filters").click();
        await window.webview().getByLabel("Name for this filter").fill("Deploys");
        await window.page.keyboard.press("Enter");
        await inBothThemes("filter-saved", async () => {
          await button("Saved filters").click();
          await window.webview().locator("saved-filters .pick", { hasText: "Deploys" }).waitFor();
        });
        await button("Saved filters").click();
        await window.webview().locator("saved-filters .pick", { hasText: "Deploys" }).click();
      },
    ],
    [
      "a cell's menu filters by its value",
      async () => {
        await inBothThemes("cell-menu", openCellMenu);
        await openCellMenu();
        await item("Filter by This Value").click();
        await window.webview().locator("filter-box .chip[aria-pressed=true]", { hasText: "Received" }).waitFor();
        assert.equal(await box().inputValue(), "kind:message deploy dir:received");
      },
    ],
    [
      "a row is shown in context, and the filter comes back",
      async () => {
        await timeline.rows("message", "deploy finished").last().locator(".kind").click({ button: "right" });
        await item("Show in Context").click();
        await timeline.sees("message", "lunch?");
        await inBothThemes("filter-in-context");
        await button("Back to Filter").click();
        await timeline.rows("message", "lunch?").first().waitFor({ state: "hidden" });
      },
    ],
    [
      "recent and saved filters outlive the window",
      async () => {
        await window.page.waitForTimeout(keptMs);
        await window.reload();
        await window.tab("/cable");
        await window.webview().getByText("connect again").click();
        await timeline.statusSays("Connected");
        assert.equal(await box().inputValue(), "kind:message deploy dir:received");
        await button("Saved filters").click();
        await window.webview().locator("saved-filters .pick", { hasText: "Deploys" }).click();
        assert.equal(await box().inputValue(), "kind:message deploy");
        await button("Recent filters").click();
        await options().filter({ hasText: "kind:message deploy dir:received" }).waitFor();
        await window.escape();
        await window.run("Disconnect");
      },
    ],
  ];
};
