/**
 * The one door to VS Code: calls to the extension, its events, and the state that outlives a reload. Components take a
 * `Host`, and never see `acquireVsCodeApi`.
 */
import { createBirpc } from "birpc";
import type { ViewOptions } from "../src/bridge/rows.ts";
import type { TimelineEvents, TimelineHost, TimelineState } from "../src/bridge/timeline-api.ts";
import { packTimelinePacket, timelineCallTimeoutMs, unpackTimelinePacket } from "../src/bridge/timeline-wire.ts";

/** What `acquireVsCodeApi()` gives, once in a page's life. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

export interface Host extends TimelineHost {
  /** To be called once, before the first call to the extension. */
  listen(events: TimelineEvents): void;
  /** What was kept before a reload. */
  keptState(): TimelineState | undefined;
  keepState(state: TimelineState): void;
}

export function connectHost(api: VsCodeApi): Host {
  const events: TimelineEvents = {
    sessionChanged() {},
    viewChanged() {},
    overviewChanged() {},
    mockChanged() {},
    preparedChanged() {},
    filterAsked() {},
    act() {},
  };
  const calls = createBirpc<TimelineHost, TimelineEvents>(events, {
    bind: "functions",
    post: (packet) => api.postMessage(packet),
    on: (receive) => {
      window.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
        if (isPacket(data)) receive(data);
      });
    },
    serialize: packTimelinePacket,
    deserialize: unpackTimelinePacket,
    timeout: timelineCallTimeoutMs,
    onTimeoutError(name) {
      throw new Error(`Framescope did not answer within ${timelineCallTimeoutMs / 1000} s (${name}).`);
    },
  });
  return {
    init: (options) => calls.init(inOurZone(options)),
    setView: (options) => calls.setView(inOurZone(options)),
    stopSearch: () => calls.stopSearch(),
    goOnSearching: () => calls.goOnSearching(),
    rows: (from, count) => calls.rows(from, count),
    indexOf: (seq) => calls.indexOf(seq),
    details: (seq) => calls.details(seq),
    command: (command) => calls.command(command),
    savePrepared: (command) => calls.savePrepared(command),
    clear: () => calls.clear(),
    openPayload: (seq) => calls.openPayload(seq),
    openDiff: (leftSeq, rightSeq) => calls.openDiff(leftSeq, rightSeq),
    bytes: (seq, from, count) => calls.bytes(seq, from, count),
    previousInChannel: (seq) => calls.previousInChannel(seq),
    overview: (slots) => calls.overview(slots),
    verdicts: (filter, from, count) => calls.verdicts(filter, from, count),
    channels: () => calls.channels(),
    series: () => calls.series(),
    lane: (slots) => calls.lane(slots),
    openVerdictDocs: (kind) => calls.openVerdictDocs(kind),
    copy: (text) => calls.copy(text),
    filterWords: (selected) => calls.filterWords(selected),
    filters: (change) => calls.filters(change),
    exportRows: (seqs, format) => calls.exportRows(seqs, format),
    run: (action) => calls.run(action),
    listen: (listener) => {
      Object.assign(events, listener);
    },
    keptState: () => api.getState() as TimelineState | undefined,
    keepState: (state) => api.setState(state),
  };
}

/** Clock times in a filter are those that the rows show, wherever the engine runs. */
function inOurZone(options: ViewOptions): ViewOptions {
  return { ...options, utcOffsetMinutes: -new Date().getTimezoneOffset() };
}

function isPacket(data: unknown): data is { readonly t: string } {
  return typeof data === "object" && data !== null && "t" in data;
}
