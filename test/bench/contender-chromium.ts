/**
 * What a developer would use instead: Chromium, whose Network domain reports each WebSocket frame of a page, over the
 * raw DevTools protocol (with no library in between, which would only slow it down). Frames are parsed and counted.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { WebSocket } from "ws";
import type { ContenderReport } from "./contender.ts";

const [url = "", count = "", executable = ""] = process.argv.slice(2);
const wanted = Number(count);
const now = () => performance.timeOrigin + performance.now();
const report = (message: ContenderReport) => process.send?.(message);

const html = `<!doctype html><title>bench</title><script>
  const socket = new WebSocket(${JSON.stringify(url)});
  socket.onopen = () => socket.send("go");
  socket.onmessage = (event) => JSON.parse(event.data);
</script>`;
const page = createServer((_, response) => response.setHeader("content-type", "text/html").end(html));
await new Promise<void>((resolve) => page.listen(0, "127.0.0.1", resolve));
const address = page.address();
const pageUrl = `http://127.0.0.1:${address && typeof address === "object" ? address.port : 0}/`;

const profile = mkdtempSync(join(tmpdir(), "framescope-bench-"));
const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"];
const browser = spawn(
  executable,
  [...flags, `--user-data-dir=${profile}`, "--remote-debugging-port=0", "--remote-allow-origins=*", "about:blank"],
  { stdio: ["ignore", "ignore", "pipe"], detached: true },
);

/** Ends the browser with all of its processes, which are a group of their own. */
function end(): void {
  if (browser.pid) process.kill(-browser.pid, "SIGKILL");
  browser.once("exit", () => {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    process.exit(0);
  });
}
process.on("disconnect", end);
process.on("SIGTERM", end);

const devtools = await new Promise<string>((resolve) => {
  createInterface({ input: browser.stderr }).on("line", (line) => {
    const found = /DevTools listening on ws:\/\/([^/]+)\//.exec(line);
    if (found?.[1]) resolve(found[1]);
  });
});

async function blankPage(): Promise<string> {
  for (;;) {
    const targets = (await (await fetch(`http://${devtools}/json/list`)).json()) as Target[];
    const found = targets.find((target) => target.type === "page" && target.url === "about:blank");
    if (found) return found.webSocketDebuggerUrl;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

interface Target {
  readonly type: string;
  readonly url: string;
  readonly webSocketDebuggerUrl: string;
}

const session = new WebSocket(await blankPage(), { perMessageDeflate: false, maxPayload: 256 * 1024 * 1024 });
let nextId = 1;
const call = (method: string, params: object = {}) => session.send(JSON.stringify({ id: nextId++, method, params }));
let received = 0;

session.on("open", () => {
  call("Network.enable");
  call("Page.navigate", { url: pageUrl });
});
session.on("message", (bytes) => {
  const message = JSON.parse(bytes.toString());
  if (message.method !== "Network.webSocketFrameReceived") return;
  const text: string = message.params.response.payloadData;
  if (text.includes('"confirm_subscription"')) report({ kind: "ready" });
  if (!text.includes('"message":{')) return;
  received++;
  if (received === wanted) report({ kind: "done", at: now(), received });
});
