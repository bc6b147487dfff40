/** The extension's entry: puts its parts together by hand, once, and lets go of them again. Knows no protocol. */
import * as vscode from "vscode";
import type { Endpoint } from "../model/endpoint.ts";
import type { Act } from "./act.ts";
import { sessionPicker } from "./asking/pick-session.ts";
import { showCaptures } from "./captures/capture-editor.ts";
import { offerBrokenOff, openEarlier } from "./captures/earlier-captures.ts";
import { openCapture } from "./captures/open-capture.ts";
import { saveCapture } from "./captures/save-capture.ts";
import { addToWorkspaceFile } from "./commands/add-to-workspace-file.ts";
import { clearTimeline } from "./commands/clear-timeline.ts";
import { closeSession } from "./commands/close-session.ts";
import { connect } from "./commands/connect.ts";
import { connectKept, editKept } from "./commands/connect-kept.ts";
import { connectToMock } from "./commands/connect-to-mock.ts";
import { disconnect } from "./commands/disconnect.ts";
import { openTimeline } from "./commands/open-timeline.ts";
import { reconnect } from "./commands/reconnect.ts";
import { removeEndpoint } from "./commands/remove-endpoint.ts";
import { saveEndpoint } from "./commands/save-endpoint.ts";
import { forgetSecret, setSecret } from "./commands/secrets.ts";
import { sendMessage } from "./commands/send-message.ts";
import { sendPrepared } from "./commands/send-prepared.ts";
import { subscribe, unsubscribe } from "./commands/subscribe.ts";
import { connectConfiguredNode } from "./configured/connect-configured.ts";
import { editConfigured } from "./configured/definition.ts";
import { PreparedBook } from "./configured/prepared-book.ts";
import { Problems } from "./configured/problems.ts";
import { Renewal } from "./configured/renewal.ts";
import { SecretBook } from "./configured/secret-book.ts";
import { configuredEndpoints } from "./configured/sources.ts";
import { workspaceTrust } from "./configured/trust.ts";
import { followContextKeys } from "./context-keys.ts";
import { EndpointStore } from "./endpoints/endpoint-store.ts";
import { followEngineLoss } from "./engine-loss.ts";
import { sentence } from "./errors.ts";
import { followFirstFailures } from "./first-failure.ts";
import { LazyEngine } from "./lazy-engine.ts";
import { followMockRecording } from "./mock/follow-recording.ts";
import { mockCommands } from "./mock/mock-commands.ts";
import { offerMockTasks } from "./mock/mock-tasks.ts";
import { LazyLanguage } from "./scenarios/lazy-language.ts";
import { assistScenarios } from "./scenarios/scenario-assistance.ts";
import { ScenarioProblems } from "./scenarios/scenario-problems.ts";
import { Sessions } from "./sessions.ts";
import { createScenario } from "./sharing/create-scenario.ts";
import { exportCapture } from "./sharing/export-capture.ts";
import { importCapture } from "./sharing/import-capture.ts";
import { ReportDocuments } from "./sharing/report-documents.ts";
import { FilterMemory } from "./timeline/filter-memory.ts";
import { PayloadDocuments } from "./timeline/payload-documents.ts";
import { TimelineMemory } from "./timeline/timeline-memory.ts";
import { Timelines } from "./timeline/timelines.ts";
import { showEndpoints } from "./views/endpoints-view.ts";
import { showMock } from "./views/mock-view.ts";
import { showSessions } from "./views/sessions-view.ts";
import { showStatus } from "./views/status-bar.ts";

/** What `activate` returns, for our own tests inside the extension host; no promise to anyone else. */
export interface ForTests {
  readonly engine: LazyEngine;
  readonly sessions: Sessions;
  readonly endpoints: EndpointStore;
}

let running: LazyEngine | undefined;

export function activate(context: vscode.ExtensionContext): ForTests {
  const { extensionUri, globalState, workspaceState, secrets, subscriptions } = context;
  const log = vscode.window.createOutputChannel("Framescope", { log: true });
  const capturesFolder = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, "captures").fsPath;
  const engine = new LazyEngine(vscode.Uri.joinPath(extensionUri, "dist/engine.mjs").fsPath, capturesFolder, log);
  running = engine;
  const sessions = new Sessions(engine);
  const endpoints = new EndpointStore(globalState, secrets);
  const payloads = new PayloadDocuments(engine);
  const reports = new ReportDocuments();
  const filters = new FilterMemory(workspaceState, globalState);
  const memory = new TimelineMemory(workspaceState, secrets);
  const secretBook = new SecretBook(globalState, secrets);
  const problems = new Problems();
  const configured = configuredEndpoints(engine, problems, workspaceTrust);
  const renewal = new Renewal(engine, configured, secretBook);
  const prepared = new PreparedBook(configured, sessions);
  const renew = (endpoint: Endpoint) => renewal.renew(endpoint);
  const timelines = new Timelines({ engine, sessions, payloads, filters, prepared, renew, extensionUri }, memory);
  const connecting = { engine, sessions, endpoints, timelines, configured, renewal };
  const pickSession = sessionPicker(sessions, timelines);
  const dist = vscode.Uri.joinPath(extensionUri, "dist");
  const language = new LazyLanguage(dist);

  const commands: Readonly<Record<string, Act>> = {
    connect: connect(connecting),
    connectKept: connectKept(connecting),
    editKept: editKept(connecting),
    connectConfigured: connectConfiguredNode(connecting),
    editConfigured: editConfigured(configured),
    addToWorkspaceFile: addToWorkspaceFile(engine, configured),
    setSecret: setSecret(secretBook, configured),
    forgetSecret: forgetSecret(secretBook),
    sendPrepared: sendPrepared(engine, prepared, pickSession),
    connectToMock: connectToMock(connecting),
    connectAgain: (session) => timelines.connectAgain(String(session)),
    saveEndpoint: saveEndpoint(endpoints, pickSession),
    removeEndpoint: removeEndpoint(endpoints),
    disconnect: disconnect(engine, pickSession),
    reconnect: reconnect(engine, pickSession),
    openTimeline: openTimeline(timelines, pickSession),
    closeSession: closeSession(engine, pickSession),
    subscribe: subscribe(engine, prepared, pickSession),
    unsubscribe: unsubscribe(engine, pickSession),
    sendMessage: sendMessage(engine, pickSession),
    clearTimeline: clearTimeline(engine, pickSession),
    saveCapture: saveCapture(engine, pickSession),
    openCapture,
    openEarlier: openEarlier(engine),
    exportCapture: exportCapture(engine, timelines, pickSession, reports),
    importCapture: importCapture(engine, sessions, timelines, reports),
    copyAsMarkdown: () => timelines.act("copyAsMarkdown"),
    copyAsScenario: () => timelines.act("copyAsScenario"),
    createScenario: createScenario(engine, timelines, pickSession, reports),
    copyAsCommand: () => timelines.act("copyAsCommand"),
    focusFilter: () => timelines.act("focusFilter"),
    toggleFollow: () => timelines.act("toggleFollow"),
    toggleFold: () => timelines.act("toggleFold"),
    togglePause: () => timelines.act("togglePause"),
    showVerdicts: () => timelines.act("showVerdicts"),
    showChannels: () => timelines.act("showChannels"),
    showCharts: () => timelines.act("showCharts"),
    ...mockCommands({ engine, sessions, timelines, reports, starters: vscode.Uri.joinPath(dist, "starters") }),
    manageTrust: () => vscode.commands.executeCommand("workbench.trust.manage"),
    showLog: () => log.show(),
  };

  subscriptions.push(
    log,
    engine,
    sessions,
    endpoints,
    payloads,
    reports,
    timelines,
    configured,
    problems,
    showEndpoints(endpoints, configured),
    showSessions(sessions),
    showCaptures(engine, sessions, timelines),
    showMock(engine),
    offerMockTasks(engine),
    showStatus(sessions),
    new ScenarioProblems(language, log),
    assistScenarios(language),
    followMockRecording(engine, sessions, log),
    followContextKeys(engine, sessions, endpoints),
    followFirstFailures(connecting, log),
    followEngineLoss(engine),
    ...Object.entries(commands).map(([name, act]) => registered(name, act, log)),
  );
  void offerBrokenOff(engine, capturesFolder, log);
  return { engine, sessions, endpoints };
}

/** VS Code waits for this, so captures are flushed. */
export async function deactivate(): Promise<void> {
  await running?.stop();
  running = undefined;
}

/** A command that fails says so in a sentence; the trace is for the log. */
function registered(name: string, act: Act, log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.commands.registerCommand(`framescope.${name}`, async (target?: unknown) => {
    try {
      await act(target);
    } catch (error) {
      log.error(`framescope.${name}`, error);
      void vscode.window.showErrorMessage(sentence(error));
    }
  });
}
