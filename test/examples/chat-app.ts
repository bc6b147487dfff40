/** The app that the browser example tests: a chat as Rails serves it, in one page, on an origin of its own. */
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";

const actionCable = readFileSync(createRequire(import.meta.url).resolve("@rails/actioncable"), "utf8");

/** What arrives is HTML, as from Turbo Streams: the page only puts it in. */
const page = `<!doctype html>
<meta charset="utf-8">
<title>Chat</title>
<p role="status">Connecting…</p>
<ol id="messages"></ol>
<form><input name="body" aria-label="Message"><button>Send</button></form>
<script>${actionCable}</script>
<script>
  const status = document.querySelector("[role=status]");
  const cable = new URL(location.href).searchParams.get("cable");
  const chat = ActionCable.createConsumer(cable).subscriptions.create({ channel: "ChatChannel", room: "lobby" }, {
    connected() { status.textContent = "Connected"; },
    disconnected({ willAttemptReconnect }) { status.textContent = willAttemptReconnect ? "Reconnecting…" : "Disconnected"; },
    received(html) { document.querySelector("#messages").insertAdjacentHTML("beforeend", html); },
  });
  document.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    chat.perform("speak", { body: new FormData(event.target).get("body") });
    event.target.reset();
  });
</script>`;

export interface RunningApp {
  /** Of the chat's page, told where its cable is. */
  url(cable: string): string;
  stop(): void;
}

export async function serveChat(): Promise<RunningApp> {
  const server = createServer((_, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(page);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: (cable) => `http://127.0.0.1:${port}/?cable=${encodeURIComponent(cable)}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
