/** The engine's one door: puts sessions, views and the mock server together behind `EngineApi`, and does nothing else. */
import { mkdirSync } from "node:fs";
import {
  type CaptureLimits,
  defaultCaptureLimits,
  type EngineApi,
  type EngineEvents,
  type ProtocolInfo,
} from "../bridge/engine-api.ts";
import type { Protocol } from "../model/protocol.ts";
import { protocols } from "../protocols/registry.ts";
import { buildDetails, bytesOf, entryOf } from "./details.ts";
import { previousInChannel } from "./earlier.ts";
import { deleteEarlierCapture, earlierCaptures } from "./earlier-captures.ts";
import { filterWords } from "./filter-words.ts";
import { Interchange } from "./interchange.ts";
import { buildLane } from "./lane.ts";
import { deleteLeftovers } from "./leftovers.ts";
import { login } from "./login/login.ts";
import { Mock } from "./mock.ts";
import { Overviews } from "./overviews.ts";
import { payloadDocument } from "./payload-text.ts";
import { probe } from "./probe.ts";
import { checkScenarioFile } from "./scenario-file.ts";
import { Sessions } from "./sessions.ts";
import { Transfers } from "./transfers.ts";
import { Views } from "./views.ts";

export interface EngineOptions {
  /** Folder for capture files; made if it is missing. Old ones of earlier runs are deleted, see `leftovers.ts`. */
  readonly capturesFolder: string;
  readonly limits?: CaptureLimits | undefined;
  readonly events: EngineEvents;
}

/** Throws when the folder can neither be made nor read. */
export function createEngine({ capturesFolder, limits = defaultCaptureLimits, events }: EngineOptions): EngineApi {
  mkdirSync(capturesFolder, { recursive: true });
  const deleted = deleteLeftovers(capturesFolder, Date.now(), limits.totalBytes);
  if (deleted > 0) events.log("info", `Deleted ${deleted} old capture${deleted === 1 ? "" : "s"}.`);

  let { captureBytes } = limits;
  // It quotes what it is sent, by our own sessions too.
  const mock = new Mock(
    {
      ...events,
      log: (level, text) => events.log(level, sessions.hide(text)),
      mockChanged: (state) => events.mockChanged(sessions.hide(state)),
    },
    (origin) => sessions.addMock(origin),
  );
  const views = new Views(events);
  const overviews = new Overviews(events);
  const sessions = new Sessions({
    capturesFolder,
    maxCaptureBytes: () => captureBytes,
    events,
    onCaptured: (session) => {
      views.captured(session);
      overviews.captured(session);
    },
    onForget: (session) => {
      views.closeAllOf(session);
      overviews.forget(session);
    },
  });

  const transfers = new Transfers(events);
  const interchange = new Interchange(sessions, views);

  // Every method is async, so that what is thrown inside rejects.
  return {
    protocols: async () => protocols.map(describeProtocol),
    probe,

    limitCaptures: async (bytes) => {
      captureBytes = bytes;
    },
    connect: async (endpoint) => sessions.connect(endpoint).summary(),
    login,
    command: async (id, command) => sessions.get(id).command(command),
    forget: (id) => sessions.forget(id),
    openCapture: async (path) => sessions.open(path).summary(),
    earlierCaptures: async () => earlierCaptures(capturesFolder),
    deleteEarlierCapture: async (path) => deleteEarlierCapture(capturesFolder, path),
    sessions: async () => sessions.all().map((session) => session.summary()),

    openView: async (id, options) => views.open(sessions.get(id), options),
    setView: async (view, options) => views.set(view, options),
    stopSearch: async (view) => views.stopSearch(view),
    goOnSearching: async (view) => views.goOnSearching(view),
    closeView: async (view) => views.close(view),
    rows: async (view, from, count) => views.rows(view, from, count),
    indexOf: async (view, seq) => views.indexOf(view, seq),
    details: async (id, seq) => {
      const { capture, reader } = sessions.get(id);
      return buildDetails(seq, capture.reader, reader);
    },
    payloadText: async (id, seq) => {
      const { capture, reader } = sessions.get(id);
      return payloadDocument(seq, capture.reader, reader);
    },
    bytes: async (id, seq, from, count) => bytesOf(seq, { from, count }, sessions.get(id).capture.reader),
    previousInChannel: async (id, seq) => {
      const { capture } = sessions.get(id);
      return previousInChannel(entryOf(seq, capture.reader), capture.reader, () => capture.firstSeq);
    },
    filterWords: async (id, selected) => filterWords(sessions.get(id), selected),
    clear: async (id) => sessions.get(id).clear(),

    saveCapture: async (id, path) => transfers.start(interchange.saving(id, path)),
    exportCapture: async (id, request) => transfers.start(interchange.exporting(id, request)),
    findSecrets: async (id, range) => transfers.start(interchange.finding(id, range)),
    importCapture: async (path) => transfers.start(interchange.importing(path)),
    cancelTransfer: async (transfer) => transfers.cancel(transfer),
    scenarioText: async (id, range, redact) => interchange.scenario(id, range, redact),
    exportText: async (id, format, seqs, redact) => interchange.text(id, format, seqs, redact),

    overview: async (id, slots) => overviews.overview(sessions.get(id), slots),
    verdicts: async (id, filter, from, count) => overviews.verdicts(sessions.get(id), filter, from, count),
    channels: async (id) => overviews.channels(sessions.get(id)),
    series: async (id) => overviews.series(sessions.get(id)),
    lane: async (id, slots) => {
      const { session, view } = views.lookUp(id);
      return buildLane(view, overviews.of(session).verdicts, slots);
    },

    startMock: (options) => mock.start(options),
    stopMock: () => mock.stop(),
    recordMock: async () => mock.record(),
    checkScenario: checkScenarioFile,
    playScenario: async (scenario) => sessions.hide(await mock.play(scenario)),
    mockState: async () => sessions.hide(mock.state()),
    publish: async (topic, data) => mock.publish(topic, data),
    mockCommand: async (command) => mock.command(command),
    topicHistory: async (topic, count) => sessions.hide(mock.history(topic, count)),
    tellMockClient: async (client, topic, data) => mock.tell(client, topic, data),
    addMockFault: async (fault) => sessions.hide(mock.addFault(fault)),
    removeMockFault: async (id) => mock.removeFault(id),
    clearMockFaults: async () => mock.clearFaults(),

    shutdown: async () => {
      await transfers.close();
      views.closeAll();
      overviews.forgetAll();
      await Promise.all([sessions.close(), mock.close()]);
    },
  };
}

function describeProtocol(protocol: Protocol): ProtocolInfo {
  const { id, title, transport, hasNoEventIds, connectForm, commandForms, readOnlyReason } = protocol;
  return { id, title, transport, hasNoEventIds, connectForm, commandForms, readOnlyReason };
}
