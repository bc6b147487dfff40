/** The one contract between a timeline webview and the extension that hosts it. */

import type { FilterWords } from "../filter/complete.ts";
import type { Command } from "../model/form.ts";
import type { MockState } from "../model/mock.ts";
import type { Prepared } from "../model/prepared.ts";
import type { ProtocolInfo, SessionSummary } from "./engine-api.ts";
import type { FilterChange, KeptFilters } from "./filters.ts";
import type { ChannelSummary, Lane, Overview, OverviewTick, Series, VerdictFilter, VerdictPage } from "./overview.ts";
import type { ByteWindow, EarlierMessage, EntryDetails, RowWindow, ViewOptions, ViewState } from "./rows.ts";

/** Everything that a timeline needs to draw its first frame. */
export interface TimelineInit {
  readonly session: SessionSummary;
  readonly protocol: ProtocolInfo;
  readonly view: ViewState;
  /** What the composer offers to send as it is. */
  readonly prepared: readonly Prepared[];
}

/**
 * How chosen rows are copied: for a bug report, as a scenario for the mock server, or as a command for a shell that
 * opens their connection again. `command` asks which, where there are several.
 */
export type RowsFormat = "markdown" | "scenario" | "curl" | "wscat" | "websocat" | "command";

/** What the extension does for the webview. Every call rejects with a sentence, or after 10 s of silence. */
export interface TimelineHost {
  init(options: ViewOptions): Promise<TimelineInit>;
  setView(options: ViewOptions): Promise<ViewState>;
  /** See `EngineApi`. */
  stopSearch(): Promise<ViewState>;
  goOnSearching(): Promise<ViewState>;
  rows(from: number, count: number): Promise<RowWindow>;
  indexOf(seq: number): Promise<number>;
  details(seq: number): Promise<EntryDetails>;
  command(command: Command): Promise<void>;
  /** Asks for a name and keeps the message with its endpoint; resolves before the person has answered. */
  savePrepared(command: Command): Promise<void>;
  clear(): Promise<void>;
  /** Opens the payload in a real editor tab. */
  openPayload(seq: number): Promise<void>;
  /** Opens VS Code's diff editor on the payloads of two rows. */
  openDiff(leftSeq: number, rightSeq: number): Promise<void>;
  /** See `EngineApi.bytes`. */
  bytes(seq: number, from: number, count: number): Promise<ByteWindow>;
  /** See `EngineApi.previousInChannel`. */
  previousInChannel(seq: number): Promise<EarlierMessage>;
  /** See `EngineApi`: the capture at a glance. */
  overview(slots: number): Promise<Overview>;
  verdicts(filter: VerdictFilter, from: number, count: number): Promise<VerdictPage>;
  channels(): Promise<readonly ChannelSummary[]>;
  series(): Promise<Series>;
  lane(slots: number): Promise<Lane>;
  /** Opens the page that explains what a verdict of this kind means. */
  openVerdictDocs(kind: string): Promise<void>;
  copy(text: string): Promise<void>;
  /** See `EngineApi.filterWords`. */
  filterWords(selected?: number): Promise<FilterWords>;
  /** The filters that are kept, after this change if there is one. */
  filters(change?: FilterChange): Promise<KeptFilters>;
  /** Copies rows, with what looks private masked. */
  exportRows(seqs: readonly number[], format: RowsFormat): Promise<void>;
  /** Runs the palette's own command: the empty state's buttons. */
  run(action: "connect" | "publishToMock" | "showLog"): Promise<void>;
}

/** What the extension tells the webview. At most 20 times a second. */
export interface TimelineEvents {
  sessionChanged(session: SessionSummary): void;
  viewChanged(view: ViewState): void;
  /** At most 4 times a second, once an overview was asked for. */
  overviewChanged(tick: OverviewTick): void;
  mockChanged(mock: MockState): void;
  preparedChanged(prepared: readonly Prepared[]): void;
  /** Somebody elsewhere wants to see only these rows. */
  filterAsked(filter: string): void;
  /** A palette command that acts on the active timeline. */
  act(
    action:
      | "focusFilter"
      | "toggleFollow"
      | "toggleFold"
      | "togglePause"
      | "showVerdicts"
      | "showChannels"
      | "showCharts"
      | "copyAsMarkdown"
      | "copyAsCommand"
      | "copyAsScenario",
  ): void;
}

/** Kept by the webview (`setState`) and handed to the serializer after a window reload. */
export interface TimelineState {
  readonly session: string;
  readonly options: ViewOptions;
  readonly time: "absolute" | "relative" | "delta";
  readonly selectedSeq?: number | undefined;
  /** How wide the details stand beside the rows, and how high below them, as the person dragged them. In CSS px. */
  readonly detailsPx?: { readonly beside: number; readonly below: number } | undefined;
}
