/**
 * What the engine can be asked, and what it tells: the one contract between the engine's worker and whoever hosts it
 * (the extension, the terminal). Plain data only, so that it crosses a thread boundary.
 */
import type { FilterWords } from "../filter/complete.ts";
import type { Endpoint, EndpointRoute } from "../model/endpoint.ts";
import type { Level } from "../model/event.ts";
import type { ActiveFault, Fault } from "../model/fault.ts";
import type { Command, CommandForm, Field, Values } from "../model/form.ts";
import type { HeaderList } from "../model/frame.ts";
import type { Publication } from "../model/hub.ts";
import type { LoginOutcome, LoginRequest } from "../model/login.ts";
import type { MockState, ScenarioProblem } from "../model/mock.ts";
import type { ChannelStatus, SessionState } from "../model/session.ts";
import type { TransportName } from "../model/transport.ts";
import type { ChannelSummary, Lane, Overview, OverviewTick, Series, VerdictFilter, VerdictPage } from "./overview.ts";
import type {
  ByteWindow,
  EarlierMessage,
  EntryDetails,
  PayloadDocument,
  RowWindow,
  ViewOptions,
  ViewState,
} from "./rows.ts";
import type { ExportRange, ExportRequest, FindingKind, TextFormat, TransferState } from "./transfer.ts";

export interface ProtocolInfo {
  readonly id: string;
  readonly title: string;
  readonly transport: TransportName;
  readonly hasNoEventIds?: true | undefined;
  readonly connectForm: readonly Field[];
  readonly commandForms: readonly CommandForm[];
  readonly readOnlyReason?: string | undefined;
}

export interface Candidate {
  readonly protocol: string;
  /** 0 to 1. */
  readonly confidence: number;
}

export interface ProbeResult {
  /** All protocols that fit the address's scheme, most likely first. */
  readonly candidates: readonly Candidate[];
  /** What the server answered when it was asked; or why it could not be asked. One line. */
  readonly answer?: string | undefined;
}

/** What `SessionSummary.protocol` says of a mock server's own timeline, where each connection has its own. */
export const mockProtocol = "mock-server";

/** Nothing in here is secret: URL and headers are masked. */
export interface SessionSummary {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly protocol: string;
  readonly protocolTitle: string;
  readonly subprotocol?: string | undefined;
  readonly state: SessionState;
  readonly detail?: string | undefined;
  readonly nextAttemptAt?: number | undefined;
  readonly channels: readonly ChannelStatus[];
  /** Entries recorded so far. */
  readonly entries: number;
  /** Entries a second over the last second. */
  readonly ratePerSecond: number;
  /** Events of level warning or error so far. */
  readonly verdicts: number;
  readonly startedAt: number;
  /** It was opened from a file to be looked at: nothing is connected, nothing changes. */
  readonly recorded?: { readonly path: string } | undefined;
  /** The mock server's own timeline, of all its clients. */
  readonly mock?: true | undefined;
  /** When it was first open and greeted, however briefly; undefined as long as it never was. */
  readonly openedAt?: number | undefined;
  /** Any certificate of the server is accepted: to be seen for as long as the session is. */
  readonly acceptsAnyCertificate?: true | undefined;
}

/** The newest verdict, for a badge or a notification. */
export interface VerdictNotice {
  readonly session: string;
  readonly seq: number;
  readonly kind: string;
  readonly level: Level;
  readonly title: string;
  readonly explanation: string;
  readonly advice: readonly string[];
}

export interface MockOptions {
  /** 0 or undefined: any free port. */
  readonly port?: number | undefined;
  /** Default 127.0.0.1. */
  readonly host?: string | undefined;
  /** Speak TLS by a certificate made for this run, and HTTP/2 with those who want it. */
  readonly tls?: boolean | undefined;
  /** By protocol id, for those that take any: `{ anycable: { broadcastKey: "…" } }`. */
  readonly settings?: Readonly<Record<string, Values>> | undefined;
  /** Share topics, history and ids through a Redis; `prefix` is Rails' `channel_prefix`. */
  readonly redis?: { readonly url: string; readonly prefix?: string | undefined } | undefined;
  /** Record what its clients are told and say, from the start; see `recordMock`. */
  readonly record?: boolean | undefined;
  /** The file of a scenario, which is played and, after each save, played anew. */
  readonly scenario?: ScenarioOptions | undefined;
}

export interface ScenarioOptions {
  readonly path: string;
  /** Instead of the one that the file names. */
  readonly seed?: number | undefined;
}

/** In bytes. */
export interface CaptureLimits {
  /** Of one capture that is being recorded: then its oldest rows go. */
  readonly captureBytes: number;
  /** Of all captures of earlier runs that are kept: then the oldest captures go. */
  readonly totalBytes: number;
}

/** 2 GB and 8 GB. */
export const defaultCaptureLimits: CaptureLimits = { captureBytes: 2e9, totalBytes: 8e9 };

/** A capture of an earlier run that nobody has open. */
export interface EarlierCapture {
  readonly path: string;
  /** Of the session that recorded it. */
  readonly session?: string | undefined;
  readonly title: string;
  readonly protocol?: string | undefined;
  readonly startedAt: number;
  /** Of its newest entry. */
  readonly lastAt: number;
  readonly entries: number;
  readonly sizeBytes: number;
  /** Its recording was not ended but broke off: the process was killed, or the window crashed. */
  readonly brokeOff: boolean;
}

/** Every call rejects with an `Error` whose message is a sentence for the person. */
export interface EngineApi {
  protocols(): Promise<readonly ProtocolInfo[]>;
  /** How large one capture may become from now on, those that are being recorded too, in bytes. */
  limitCaptures(captureBytes: number): Promise<void>;
  /** Works out which protocol an address speaks. Asks an http address with `Accept: text/event-stream`. */
  probe(url: string, headers: HeaderList, route?: EndpointRoute): Promise<ProbeResult>;

  /** Starts a session and its capture; resolves as soon as it is set up, not when it is open. Rejects on wrong settings. */
  connect(endpoint: Endpoint): Promise<SessionSummary>;
  /** Makes the request that has to come before connecting. Rejects with a sentence that says why it was refused. */
  login(request: LoginRequest): Promise<LoginOutcome>;
  /** Gives a command to a session (`disconnect` and `reconnect` included). Rejects when the command is wrong. */
  command(session: string, command: Command): Promise<void>;
  /** Closes a session for good and deletes its capture. */
  forget(session: string): Promise<void>;
  sessions(): Promise<readonly SessionSummary[]>;
  /** Opens a capture file to look at it, as a session that is over. `forget` closes it again, and leaves the file. */
  openCapture(path: string): Promise<SessionSummary>;
  /** Saves a capture as a file of its own, as a transfer. Whatever is at the path is replaced. */
  saveCapture(session: string, path: string): Promise<string>;
  /** Captures of earlier runs in the engine's folder, the newest first; empty ones are left out. */
  earlierCaptures(): Promise<readonly EarlierCapture[]>;
  /** Deletes one of them. Rejects for any other file. */
  deleteEarlierCapture(path: string): Promise<void>;

  /** Opens a view on a session's capture; at most a few at once. */
  openView(session: string, options: ViewOptions): Promise<ViewState>;
  setView(view: number, options: ViewOptions): Promise<ViewState>;
  /** What was found so far stays; what comes live is not looked at either. */
  stopSearch(view: number): Promise<ViewState>;
  /** From where it was stopped. */
  goOnSearching(view: number): Promise<ViewState>;
  closeView(view: number): Promise<void>;
  /** A window of at most 1 000 rows by row index within the view; fewer at the end. */
  rows(view: number, from: number, count: number): Promise<RowWindow>;
  /** Row of the entry, or else of the next one that the view has, or else the last row; -1 when it has no rows. */
  indexOf(view: number, seq: number): Promise<number>;
  details(session: string, seq: number): Promise<EntryDetails>;
  /** The whole payload as text (pretty-printed JSON where it is JSON), for a real editor tab. */
  payloadText(session: string, seq: number): Promise<PayloadDocument>;
  /** At most 64 KiB of an entry's own bytes, from an offset on; fewer at the end. */
  bytes(session: string, seq: number, from: number, count: number): Promise<ByteWindow>;
  /** Searches backwards, in slices, at most some two million entries. */
  previousInChannel(session: string, seq: number): Promise<EarlierMessage>;
  /** What a filter may name; `selected` is the entry whose paths come first. */
  filterWords(session: string, selected?: number): Promise<FilterWords>;
  /** Deletes all entries so far. */
  clear(session: string): Promise<void>;

  /**
   * Export and import take their time: each call that begins one returns the transfer's id, `transferChanged` tells how far
   * it is and what came of it, and `cancelTransfer` ends it early. A cancelled one leaves nothing behind.
   */
  exportCapture(session: string, request: ExportRequest): Promise<string>;
  /** Looks for what masking would replace. */
  findSecrets(session: string, range: ExportRange): Promise<string>;
  /** A HAR, or NDJSON of ours. Makes a session for each protocol and address that it finds. */
  importCapture(path: string): Promise<string>;
  cancelTransfer(transfer: string): Promise<void>;
  /** Rows for the clipboard, at most 2 MB; or commands that reproduce their connection. */
  exportText(
    session: string,
    format: TextFormat,
    seqs: readonly number[],
    redact: readonly FindingKind[],
  ): Promise<string>;

  /**
   * The text of a mock scenario that says again what the server said there. Rejects where it is more than a person would
   * read.
   */
  scenarioText(session: string, range: ExportRange, redact: readonly FindingKind[]): Promise<string>;

  /**
   * The capture at a glance. Summing it up begins with the first call for a session and goes on in the background:
   * `scanned` tells how far it is, `overviewChanged` when there is more. `slots`: of how many slots of time, at most
   * 2 000, one verdict each is wanted.
   */
  overview(session: string, slots: number): Promise<Overview>;
  /** At most 200, newest first. */
  verdicts(session: string, filter: VerdictFilter, from: number, count: number): Promise<VerdictPage>;
  /** Most messages first. */
  channels(session: string): Promise<readonly ChannelSummary[]>;
  series(session: string): Promise<Series>;
  /** Where the verdicts are among a view's rows, in at most 4 000 slots. */
  lane(view: number, slots: number): Promise<Lane>;

  startMock(options: MockOptions): Promise<MockState>;
  stopMock(): Promise<void>;
  /** All that is wrong with a scenario's file, in its order. Rejects when it cannot be read. */
  checkScenario(path: string): Promise<readonly ScenarioProblem[]>;
  /**
   * Plays another scenario on the running mock server, or none. Connections and history stay. Rejects, and changes
   * nothing, where something is wrong with the file.
   */
  playScenario(scenario: ScenarioOptions | undefined): Promise<MockState>;
  mockState(): Promise<MockState>;
  /**
   * The session that is the mock server's own timeline (`MockState.recording`); begins one where there is none. Clients that
   * are connected already are not in it.
   */
  recordMock(): Promise<SessionSummary>;
  publish(topic: string, data: unknown): Promise<{ readonly subscribers: number; readonly offset: number }>;
  /**
   * Asks every client for something (`restart`, `kick`), those of one door (`values.door`) or one (`values.client`); see each
   * protocol's server session.
   */
  mockCommand(command: Command): Promise<void>;
  /** What is kept of a topic, the newest first: at most 200. */
  topicHistory(topic: string, count: number): Promise<readonly Publication[]>;
  /** To one client alone, with no id and kept nowhere; `topic` is one that it hears. */
  tellMockClient(client: number, topic: string | undefined, data: unknown): Promise<void>;
  /** Lets something go wrong; what befalls at once and does not last has struck when this resolves. */
  addMockFault(fault: Fault): Promise<ActiveFault>;
  removeMockFault(id: string): Promise<void>;
  /** All, whoever asked for them. */
  clearMockFaults(): Promise<void>;

  /** Closes everything and flushes captures. */
  shutdown(): Promise<void>;
}

/** Told by the engine, never awaited. At most 20 times a second each. */
export interface EngineEvents {
  sessionChanged(session: SessionSummary): void;
  sessionForgotten(session: string): void;
  verdict(notice: VerdictNotice): void;
  viewChanged(state: ViewState): void;
  /** At most 4 times a second, for sessions whose overview was asked for. */
  overviewChanged(tick: OverviewTick): void;
  mockChanged(state: MockState): void;
  transferChanged(state: TransferState): void;
  log(level: "info" | "warn" | "error", text: string): void;
}
