/**
 * A whole timeline for a measurement: the engine in its worker thread, the extension's own end of the wire in this
 * process, and the real page in a real browser. Only VS Code itself is missing.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { build } from "esbuild";
import type { Page } from "playwright-core";
import { WebSocketServer } from "ws";
import type { EngineApi, EngineEvents, SessionSummary } from "../../../src/bridge/engine-api.ts";
import { startEngine } from "../../../src/engine/host.ts";
import { createTimelineHost } from "../../../src/extension/timeline/timeline-host.ts";
import { openTimelineWire, type TimelineWire } from "../../../src/extension/timeline/timeline-rpc.ts";
import { launchChromium } from "../../chromium.ts";
import { quietEvents } from "../engine-client.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const types: Readonly<Record<string, string>> = { ".js": "text/javascript", ".css": "text/css", ".ttf": "font/ttf" };
const html = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Framescope timeline</title>
<link rel="stylesheet" id="vscode-codicon-stylesheet" href="/codicon.css"><link rel="stylesheet" href="/timeline.css">
</head><body><script type="module" src="/page-host.js"></script><script type="module" src="/timeline.js"></script></body></html>`;

export interface Rig {
  readonly api: EngineApi;
  /** Loads the page anew and shows a session in it. Resolves when the page has begun to load. */
  open(session: SessionSummary): Promise<Page>;
  /** A page with nothing of ours. */
  openBare(content: string): Promise<Page>;
  stop(): Promise<void>;
}

const viewport = { width: 1280, height: 800 };

export async function startRig(folder: string): Promise<Rig> {
  const pages = path.join(folder, "page");
  await bundle(pages);
  const server = createServer(async (request, response) => {
    const name = path.basename(new URL(request.url ?? "/", "http://x").pathname);
    const type = types[path.extname(name)];
    response.setHeader("Content-Type", type ?? "text/html");
    const file = path.join(name.startsWith("codicon.") ? codicons : pages, name);
    response.end(type ? await readFile(file).catch(() => "") : html);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  let shown: { readonly session: string; readonly wire: TimelineWire; view(): number | undefined } | undefined;
  const events: EngineEvents = {
    ...quietEvents,
    sessionChanged: (session) => {
      if (session.id === shown?.session) shown.wire.tell.sessionChanged(session);
    },
    viewChanged: (view) => {
      if (view.view === shown?.view()) shown.wire.tell.viewChanged(view);
    },
  };
  const workerFile = new URL("../../../src/engine/worker.ts", import.meta.url);
  const engine = startEngine({ workerFile, capturesFolder: path.join(folder, "captures"), events });
  const protocols = await engine.api.protocols();

  let wanted: SessionSummary | undefined;
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket) => {
    const session = wanted;
    const protocol = protocols.find(({ id }) => id === session?.protocol);
    if (!session || !protocol) return socket.close();
    const host = createTimelineHost(
      withoutEditor({
        engine: engine.api,
        session: () => ({ id: session.id, summary: session, protocol, endpoint: neverAsked, unread: 0 }),
        prepared: () => [],
        firstFilter: () => undefined,
      }),
    );
    const webview = {
      postMessage: (packet: unknown) => socket.send(JSON.stringify(packet)),
      onDidReceiveMessage: (receive: (packet: unknown) => void) => {
        socket.on("message", (data) => receive(JSON.parse(String(data))));
        return { dispose: () => socket.removeAllListeners("message") };
      },
    };
    const wire = openTimelineWire(webview as unknown as Parameters<typeof openTimelineWire>[0], host.calls);
    shown = { session: session.id, wire, view: host.view };
    socket.once("close", () => {
      wire.close();
      void host.closeView();
    });
  });

  const browser = await launchChromium({ ignoreDefaultArgs: ["--hide-scrollbars"] });
  const context = await browser.newContext({ viewport });
  return {
    api: engine.api,
    async open(session) {
      wanted = session;
      const page = await context.newPage();
      await page.goto(`http://127.0.0.1:${port}/`, { waitUntil: "commit" });
      return page;
    },
    async openBare(content) {
      const page = await context.newPage();
      await page.setContent(content);
      return page;
    },
    async stop() {
      await browser.close();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await engine.stop();
    },
  };
}

type Surroundings = Parameters<typeof createTimelineHost>[0];

/** What only an editor can do is not done, and nothing here asks for it. */
function withoutEditor(known: Pick<Surroundings, "engine" | "session" | "prepared" | "firstFilter">): Surroundings {
  const nothing = async (): Promise<void> => {};
  return new Proxy(known as Surroundings, { get: (target, name: keyof Surroundings) => target[name] ?? nothing });
}

const codicons = path.join(root, "node_modules/@vscode/codicons/dist");
const neverAsked = { id: "bench", url: "ws://127.0.0.1/", protocol: "action-cable", headers: [], settings: {} };

async function bundle(outdir: string): Promise<void> {
  await build({
    bundle: true,
    minify: true,
    format: "esm",
    target: "chrome142",
    legalComments: "none",
    entryPoints: {
      timeline: path.join(root, "webview/main.ts"),
      "page-host": path.join(root, "test/bench/timeline/page-host.ts"),
    },
    outdir,
    absWorkingDir: root,
  });
}
