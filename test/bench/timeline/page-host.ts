/**
 * Runs in the bench's page before the timeline: an `acquireVsCodeApi` whose extension is a real one in another process,
 * reached by a WebSocket as VS Code reaches its own.
 */
import { type Theme, themes } from "../../webview/themes.ts";

const theme: Theme = "dark";
for (const [name, value] of Object.entries(themes[theme]))
  document.documentElement.style.setProperty(`--vscode-${name}`, value);
document.body.className = "vscode-dark";

const socket = new WebSocket(`ws://${location.host}/`);
const waiting: string[] = [];
socket.addEventListener("open", () => {
  for (const text of waiting.splice(0)) socket.send(text);
});
socket.addEventListener("message", ({ data }: MessageEvent<string>) =>
  window.postMessage(JSON.parse(data), location.origin),
);

let kept: unknown;
const api = {
  postMessage(message: unknown): void {
    const text = JSON.stringify(message);
    if (socket.readyState === WebSocket.OPEN) socket.send(text);
    else waiting.push(text);
  },
  getState: () => kept,
  setState(state: unknown): void {
    kept = state;
  },
};
Object.assign(window, { acquireVsCodeApi: () => api });
