/**
 * What a timeline's webview may ask: the engine's calls for one session and one view of it, and little else.
 * Session and view are bound here, so that a webview cannot name another one.
 */
import type { EngineApi } from "../../bridge/engine-api.ts";
import type { TimelineHost } from "../../bridge/timeline-api.ts";
import type { Prepared } from "../../model/prepared.ts";
import type { Session } from "../sessions.ts";

export interface HostSurroundings {
  readonly engine: EngineApi;
  readonly session: () => Session;
  readonly prepared: () => readonly Prepared[];
  readonly savePrepared: TimelineHost["savePrepared"];
  /** What it was opened to show, if not all; asked once. */
  readonly firstFilter: () => string | undefined;
  /** The webview has what it needs to draw its first rows. */
  readonly begun: () => void;
  readonly openPayload: TimelineHost["openPayload"];
  readonly openDiff: TimelineHost["openDiff"];
  readonly openVerdictDocs: TimelineHost["openVerdictDocs"];
  readonly copy: TimelineHost["copy"];
  readonly filters: TimelineHost["filters"];
  readonly exportRows: TimelineHost["exportRows"];
  readonly run: TimelineHost["run"];
}

export interface BoundTimelineHost {
  readonly calls: TimelineHost;
  /** Number of the view, once the webview has asked for one. */
  view(): number | undefined;
  closeView(): Promise<void>;
}

export function createTimelineHost({
  engine,
  session,
  prepared,
  firstFilter,
  begun,
  ...editor
}: HostSurroundings): BoundTimelineHost {
  const { id } = session();
  let view: number | undefined;
  const opened = (): number => {
    if (view === undefined) throw new Error("The timeline has not asked for its first rows yet.");
    return view;
  };
  const closeView = async (): Promise<void> => {
    const closing = view;
    view = undefined;
    // A view that the engine does not know any more is as good as closed.
    if (closing !== undefined) await engine.closeView(closing).catch(() => undefined);
  };
  const calls: TimelineHost = {
    // A tab that was moved to another window loads its page again, and asks again.
    init: async (asked) => {
      await closeView();
      const filter = firstFilter();
      const state = await engine.openView(id, filter === undefined ? asked : { ...asked, filter });
      view = state.view;
      begun();
      const { summary, protocol } = session();
      return { session: summary, protocol, view: state, prepared: prepared() };
    },
    setView: async (options) => engine.setView(opened(), options),
    stopSearch: async () => engine.stopSearch(opened()),
    goOnSearching: async () => engine.goOnSearching(opened()),
    rows: async (from, count) => engine.rows(opened(), from, count),
    indexOf: async (seq) => engine.indexOf(opened(), seq),
    details: (seq) => engine.details(id, seq),
    bytes: (seq, from, count) => engine.bytes(id, seq, from, count),
    previousInChannel: (seq) => engine.previousInChannel(id, seq),
    filterWords: (selected) => engine.filterWords(id, selected),
    overview: (slots) => engine.overview(id, slots),
    verdicts: (filter, from, count) => engine.verdicts(id, filter, from, count),
    channels: () => engine.channels(id),
    series: () => engine.series(id),
    lane: async (slots) => engine.lane(opened(), slots),
    command: (command) => engine.command(id, command),
    clear: () => engine.clear(id),
    ...editor,
  };
  return { calls, view: () => view, closeView };
}
