/** The commands of the mock server by their names: its scenarios, what is published, its clients and its faults. */
import type * as vscode from "vscode";
import type { Act } from "../act.ts";
import { copyAddress } from "../commands/copy-address.ts";
import { interruptMockClients } from "../commands/interrupt-mock-clients.ts";
import { addMockFault, befall, clearMockFaults, removeMockFault } from "../commands/mock-faults.ts";
import { newScenario } from "../commands/new-scenario.ts";
import { openMockTimeline, showMockClient } from "../commands/open-mock-timeline.ts";
import { publishing } from "../commands/publish-to-mock.ts";
import { runScenario } from "../commands/run-scenario.ts";
import { startMockServer } from "../commands/start-mock.ts";
import { stopMockServer } from "../commands/stop-mock.ts";
import { stopScenario } from "../commands/stop-scenario.ts";
import { tellMockClient } from "../commands/tell-mock-client.ts";
import { openPublication, showTopicHistory } from "../commands/topic-history.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import type { Sessions } from "../sessions.ts";
import type { ReportDocuments } from "../sharing/report-documents.ts";
import type { Timelines } from "../timeline/timelines.ts";

export interface MockCommandOptions {
  readonly engine: LazyEngine;
  readonly sessions: Sessions;
  readonly timelines: Timelines;
  readonly reports: ReportDocuments;
  /** The folder with the scenarios to begin with. */
  readonly starters: vscode.Uri;
}

export function mockCommands(options: MockCommandOptions): Readonly<Record<string, Act>> {
  const { engine, reports, starters } = options;
  const { publishToMock, publishSelection } = publishing(engine);
  return {
    newScenario: newScenario(starters),
    startMock: startMockServer(engine),
    runScenario: runScenario(engine),
    stopScenario: stopScenario(engine),
    stopMock: stopMockServer(engine),
    publishToMock,
    publishSelection,
    openPublication: openPublication(reports),
    showTopicHistory: showTopicHistory(engine, reports),
    evictTopic: befall(engine, "evict"),
    trimTopic: befall(engine, "trim"),
    renewTopicEpoch: befall(engine, "renewEpoch"),
    jumpTopicIds: befall(engine, "jump"),
    disconnectMockClient: befall(engine, "disconnect"),
    closeMockClient: befall(engine, "close"),
    resetMockClient: befall(engine, "reset"),
    silenceMockClient: befall(engine, "silent"),
    delayMockClient: befall(engine, "delay"),
    tellMockClient: tellMockClient(engine),
    addMockFault: addMockFault(engine),
    removeMockFault: removeMockFault(engine),
    clearMockFaults: clearMockFaults(engine),
    interruptMockClients: interruptMockClients(engine),
    openMockTimeline: openMockTimeline(options),
    showMockClient: showMockClient(options),
    copyAddress,
  };
}
