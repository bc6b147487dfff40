/** Endpoints that are written down or recognised: a Rails app by Enter, framescope.json with all that it gives. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Flow } from "./flow.ts";

const token = "tok-0123456789";

const rails = (port: string): Readonly<Record<string, string>> => ({
  "config/application.rb": "module Chat\nend\n",
  "config/routes.rb": 'Rails.application.routes.draw do\n  mount ActionCable.server => "/cable"\nend\n',
  "config/cable.yml": "development:\n  adapter: redis\n  channel_prefix: chat_development\n",
  "config/puma.rb": `port ENV.fetch("PORT", ${port})\n`,
  "Gemfile.lock": "GEM\n  specs:\n    rails (8.1.0)\n    turbo-rails (2.0.11)\n",
  "app/channels/chat_channel.rb": `class ChatChannel < ApplicationCable::Channel
  def subscribed
    stream_from "chat:#{params[:room]}"
  end

  def speak(data)
    ActionCable.server.broadcast "chat:#{params[:room]}", data["body"]
  end
end
`,
});

const configuration = (mock: string) => `// What the team connects to.
{
  "endpoints": [
    {
      "name": "Chat with token",
      "group": "Development",
      "url": "ws://${mock}/cable",
      "protocol": "action-cable",
      "headers": { "Authorization": "Bearer \${secret:Chat token}", "X-Token": "\${secret:Chat token}" },
      "settings": { "channels": ["ChatChannel {\\"room\\":\\"lobby\\"}"] },
      "subscriptions": [{ "name": "The news", "group": "Rooms", "values": { "channel": "NewsChannel" } }],
      "messages": [
        // Said once a day.
        { "group": "Chat", "name": "Say hello", "command": "perform",
          "values": { "channel": "ChatChannel {\\"room\\":\\"lobby\\"}", "action": "speak", "data": { "body": "hello" } } },
        { "group": "Chat", "name": "Say goodbye", "values": { "channel": "ChatChannel {\\"room\\":\\"lobby\\"}", "action": "speak", "data": { "body": "bye" } } },
      ],
    },
    {
      "name": "Events", "url": "http://${mock}/events?topic=news", "protocol": "sse",

    },
  ],
}
`;

const faulty = (mock: string) =>
  configuration(mock).replace('"protocol": "sse",', '"protocol": "sse",\n      "headers": { "X-Who": "${evn:USER}" },');

export const configFlow: Flow = (window, mock, workspace) => {
  const { page } = window;
  const file = path.join(workspace, ".vscode/framescope.json");
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(workspace, name)), { recursive: true });
    writeFileSync(path.join(workspace, name), text);
  };
  const close = async (): Promise<void> => {
    await window.run("Close Session");
    await page.locator(".monaco-dialog-box").getByRole("button", { name: "Close Session" }).click();
  };
  const port = mock.split(":")[1] ?? "";
  return [
    [
      "a Rails app in the workspace is recognised",
      async () => {
        await window.showViews();
        for (const [name, text] of Object.entries(rails(port))) write(name, text);
        await window.treeItem("Recognised in this workspace").waitFor();
        await window.treeItem(`ws://localhost:${port}/cable`).waitFor();
        await window.screenshot("config-rails-dark");
      },
    ],
    [
      "it is connected by Enter",
      async () => {
        await window.run("Connect to Endpoint…");
        await window.asked("Type an address");
        await window.item(`localhost:${port}/cable`).first().waitFor();
        await window.screenshot("config-connect-dark");
        await window.enter();
        await window.timeline().isOf("chat");
        await window.timeline().statusSays("Connected");
      },
    ],
    [
      "its channels are offered on subscribe, with their params to fill in",
      async () => {
        await window.run("Subscribe…");
        await window.asked("Subscribe to what?");
        await window.item("ChatChannel").first().waitFor();
        await window.screenshot("config-subscribe-dark");
        await window.choose("ChatChannel");
        await window.answer("a whole identifier as JSON", 'ChatChannel {"room":"lobby"}');
        await window.timeline().sees("confirm_subscription", "ChatChannel");
      },
    ],
    [
      "and its actions in the composer",
      async () => {
        await window.timeline().usePrepared("speak");
        await window.timeline().compose({ Data: '{"body":"from Rails"}' });
        await window.timeline().sees("perform", "from Rails");
        await close();
      },
    ],
    [
      "a commented file is made for the first endpoint of the workspace",
      async () => {
        await window.run("Add Endpoint to Workspace File…");
        await window.answer("Add Endpoint to Workspace File", `ws://${mock}/cable`);
        await page.locator(".tab", { hasText: "framescope.json" }).waitFor();
        await page.locator(".view-lines", { hasText: "Endpoints of this workspace" }).waitFor();
        await window.treeItem("framescope.json").first().waitFor();
        await window.screenshot("config-starter-dark");
      },
    ],
    [
      "the file is read when it is saved, and its schema completes names",
      async () => {
        write(".vscode/framescope.json", configuration(mock));
        await window.treeItem("Chat with token").waitFor();
        await window.treeItem("Development").waitFor();
        await window.tab("framescope.json");
        await page.locator(".view-lines", { hasText: "What the team connects to" }).waitFor();
        await window.goTo(21, 1);
        await window.complete("login");
        await window.screenshot("config-completion-dark");
        await window.escape();
        assert.equal(await page.locator(".tab.dirty", { hasText: "framescope.json" }).count(), 0);
      },
    ],
    [
      "a fault is shown where it stands, in the Problems view and in the tree, and hides no other endpoint",
      async () => {
        write(".vscode/framescope.json", faulty(mock));
        await window.treeItem("${evn:USER}").first().waitFor();
        await window.treeItem("Chat with token").waitFor();
        await page.keyboard.press("Control+Shift+M");
        await page.locator(".markers-panel-container", { hasText: "Did you mean ${env:…}?" }).waitFor();
        await window.screenshot("config-problems-dark");
        await page.keyboard.press("Control+Shift+M");
        write(".vscode/framescope.json", configuration(mock));
        await window.treeItem("events?topic=news").first().waitFor();
      },
    ],
    [
      "a secret is asked for once, kept, and shown nowhere",
      async () => {
        await window.run("Connect to Endpoint…");
        await window.asked("Type an address");
        await window.choose("Chat with token");
        await window.asked('Secret "Chat token"');
        await page.keyboard.type(token);
        await window.screenshot("config-secret-dark");
        await window.enter();
        await window.timeline().isOf("Chat with token");
        await window.timeline().sees("confirm_subscription", "ChatChannel");
        const details = await window.timeline().openDetails("open");
        await details.getByText("Handshake", { exact: true }).first().click();
        await details.getByText("X-Token").first().waitFor();
        await window.screenshot("config-masked-dark");
        assert.ok(!(await details.textContent())?.includes(token), "the secret is in the details");
        await window.run("Forget Secret…");
        await window.asked("Forget which secret?");
        await window.choose("Chat token");
        await window.notification('The secret "Chat token" is forgotten').waitFor();
        await window.dismissNotifications();
      },
    ],
    [
      "prepared messages are sent from the composer and from the palette",
      async () => {
        await window.timeline().openPrepared();
        await window.screenshot("config-prepared-dark");
        await window.timeline().takePrepared("Say hello");
        await window.timeline().compose({});
        await window.timeline().sees("perform", "hello");
        await window.run("Send Prepared Message…");
        await window.asked("Which message should be sent?");
        await window.choose("Say goodbye");
        await window.timeline().sees("perform", "bye");
        await window.run("Subscribe…");
        await window.choose("The news");
        await window.timeline().sees("confirm_subscription", "NewsChannel");
      },
    ],
    [
      "a message in the composer is kept in the file, and its comments stay",
      async () => {
        await window.timeline().fill({ Action: "wave", Data: '{"body":"hi"}' });
        await window.timeline().openPrepared();
        await window.timeline().takePrepared("Save as prepared…");
        await window.answer("Save as Prepared", "Wave");
        await window.timeline().openPrepared();
        await window.timeline().hasPrepared("Wave");
        await window.escape();
        const text = readFileSync(file, "utf8");
        assert.match(text, /\/\/ Said once a day\./);
        assert.match(text, /"name": "Wave"/);
        await window.useTheme("light");
        await window.timeline().openPrepared();
        await window.screenshot("config-prepared-light");
        await window.escape();
        await window.useTheme("dark");
        await close();
      },
    ],
    [
      "they are gone with their files",
      async () => {
        for (const name of [".vscode", "config", "app", "Gemfile.lock"])
          rmSync(path.join(workspace, name), { recursive: true, force: true });
        await window.treeItem("Chat with token").first().waitFor({ state: "detached" });
        await window.treeItem("Recognised in this workspace").waitFor({ state: "detached" });
      },
    ],
  ];
};
