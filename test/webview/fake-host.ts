/**
 * Runs in the page before the timeline: an `acquireVsCodeApi` with a made-up extension behind it, in the same way of
 * speaking as the real one. Tests steer it through `window.fake`.
 */
import { createBirpc } from "birpc";
import type { ProtocolInfo, SessionSummary } from "../../src/bridge/engine-api.ts";
import type { FilterChange, KeptFilters } from "../../src/bridge/filters.ts";
import type { VerdictFilter } from "../../src/bridge/overview.ts";
import type { Row, ViewOptions, ViewState } from "../../src/bridge/rows.ts";
import type { RowsFormat, TimelineEvents, TimelineHost } from "../../src/bridge/timeline-api.ts";
import { packTimelinePacket, timelineEventNames, unpackTimelinePacket } from "../../src/bridge/timeline-wire.ts";
import type { Prepared } from "../../src/model/prepared.ts";
import { chat, chat42, type FakeCapture, plain, scripted, startedAt } from "./captures.ts";
import { matching } from "./fake-filter.ts";
import { fakeChannels, fakeLane, fakeOverview, fakeSeries, fakeVerdicts } from "./fake-overview.ts";
import { hostile } from "./hostile.ts";
import { picture } from "./picture.ts";
import { type Theme, themes } from "./themes.ts";
import { verdictRows } from "./verdict-rows.ts";

/** So many rows are summed up. */
const sampleRows = 2_000;

/** Filtering and folding go through every row, so they are kept for captures that are short. */
const shortCapture = 100_000;

const captures: Readonly<Record<string, () => FakeCapture>> = {
  chat: () => chat(1000),
  plain: () => plain(1000),
  huge: () => chat(10_000_000),
  picture: () => picture,
  hostile: () => hostile,
  verdicts: () => verdictRows,
  clients: () =>
    scripted(
      [1, 2, 1].map((number) => ({
        kind: "message",
        direction: "received" as const,
        client: { number, label: `#${number} /${number === 1 ? "cable" : "message-bus"}`, address: "127.0.0.1:5000" },
        summary: "hello",
      })),
    ),
  empty: () => scripted([]),
  quiet: () =>
    scripted([
      { kind: "open", source: "transport", summary: "101 · actioncable-v1-json · attempt 1" },
      { kind: "welcome", direction: "received", sizeBytes: 18, summary: "" },
    ]),
};

const channelField = { name: "channel", label: "Channel", type: "channel", required: true } as const;
const cable: ProtocolInfo = {
  id: "action-cable",
  title: "Action Cable",
  transport: "websocket",
  connectForm: [],
  commandForms: [
    {
      kind: "perform",
      title: "Perform",
      fields: [
        channelField,
        { name: "action", label: "Action", type: "text", placeholder: "speak" },
        { name: "data", label: "Data", type: "json", initial: "{}", placeholder: '{"body":"hello"}' },
      ],
    },
    {
      kind: "subscribe",
      title: "Subscribe",
      fields: [
        {
          name: "channel",
          label: "Channel",
          type: "text",
          required: true,
          placeholder: 'ChatChannel {"room":"lobby"}',
        },
      ],
    },
    { kind: "unsubscribe", title: "Unsubscribe", fields: [channelField] },
    { kind: "send", title: "Send text", fields: [{ name: "text", label: "Text", type: "multiline" }] },
  ],
};
const stream: ProtocolInfo = {
  id: "sse",
  title: "Server-Sent Events",
  transport: "http",
  connectForm: [],
  commandForms: [],
  readOnlyReason: "Server-Sent Events flow one way: a client cannot send on this connection.",
};

const socket: ProtocolInfo = {
  id: "websocket",
  title: "WebSocket",
  transport: "websocket",
  hasNoEventIds: true,
  connectForm: [],
  commandForms: [{ kind: "send", title: "Send Text", fields: [{ name: "text", label: "Text", type: "multiline" }] }],
};

const prepared: readonly Prepared[] = [
  {
    group: "Chat",
    name: "Say hello",
    command: { kind: "perform", values: { channel: chat42, action: "speak", data: '{"body":"hello"}' } },
  },
  {
    group: "Chat",
    name: "Typing",
    command: { kind: "perform", values: { channel: chat42, action: "typing", data: "{}" } },
  },
  {
    group: "Elsewhere",
    name: "Knock",
    command: { kind: "perform", values: { channel: "DoorChannel", action: "knock", data: "{}" } },
  },
  { name: "Ping by hand", command: { kind: "send", values: { text: '{"type":"ping"}' } } },
];

interface FakeOptions {
  readonly capture: string;
  readonly theme: Theme;
  readonly session?: Partial<SessionSummary>;
  readonly protocol?: "cable" | "stream" | "socket";
}

class FakeExtension implements TimelineHost {
  readonly calls: { readonly name: string; readonly args: readonly unknown[] }[] = [];
  readonly violations: string[] = [];
  /** Calls of these names reject with this sentence. */
  readonly failing: Record<string, string> = {};
  answerAfterMs = 1;
  state: unknown;
  events: TimelineEvents | undefined;
  readonly #capture: FakeCapture;
  #scanned = 0;
  #count: number;
  #cleared = 0;
  #dropped = 0;
  #options: ViewOptions = { filter: "", foldHeartbeats: true };
  #generation = 1;
  #rows: readonly Row[] | undefined;
  #session: SessionSummary;
  readonly #protocol: ProtocolInfo;

  constructor({ capture, session, protocol }: FakeOptions) {
    this.#capture = (captures[capture] ?? captures.empty)?.() as FakeCapture;
    this.#count = this.#capture.count;
    this.#protocol = { cable, stream, socket }[protocol ?? "cable"];
    this.#session = {
      id: "s1",
      title: "Chat staging",
      url: "ws://localhost:3000/cable",
      protocol: this.#protocol.id,
      protocolTitle: this.#protocol.title,
      subprotocol: "actioncable-v1-json",
      state: "open",
      channels: [
        { channel: chat42, label: "ChatChannel 42", state: "confirmed" },
        { channel: '{"channel":"PresenceChannel"}', label: "PresenceChannel", state: "confirmed" },
      ],
      entries: this.#count,
      ratePerSecond: 0,
      verdicts: 0,
      startedAt,
      ...session,
    };
  }

  async init(options: ViewOptions) {
    await this.#called("init", options);
    this.#options = options;
    this.#apply();
    return { session: this.#session, protocol: this.#protocol, view: this.#view(), prepared };
  }

  async setView(options: ViewOptions) {
    await this.#called("setView", options);
    matching([], options.filter);
    this.#options = options;
    this.#apply();
    return this.#view();
  }

  async rows(from: number, count: number) {
    await this.#called("rows", from, count);
    const end = Math.min(from + count, this.#rowCount());
    const rows = this.#rows?.slice(from, end) ?? [];
    if (!this.#rows)
      for (let index = from; index < end; index++) rows.push(this.#capture.row(this.#cleared + index + 1));
    return { view: 1, generation: this.#generation, firstRow: this.#dropped, from, rows };
  }

  async indexOf(seq: number) {
    await this.#called("indexOf", seq);
    if (!this.#rows) return Math.max(0, Math.min(seq - this.#cleared - 1, this.#rowCount() - 1));
    const index = this.#rows.findIndex((row) => (row.fold?.lastSeq ?? row.seq) >= seq);
    return index < 0 ? this.#rows.length - 1 : index;
  }

  async details(seq: number) {
    await this.#called("details", seq);
    return this.#capture.details(seq);
  }

  async command(command: { kind: string }) {
    await this.#called("command", command);
  }

  async savePrepared(command: { kind: string }) {
    await this.#called("savePrepared", command);
  }

  async clear() {
    await this.#called("clear");
    this.#cleared = this.#count;
    this.#dropped = 0;
    this.#generation++;
    this.#apply();
    this.#tell();
  }

  async openPayload(seq: number) {
    await this.#called("openPayload", seq);
  }

  async openDiff(leftSeq: number, rightSeq: number) {
    await this.#called("openDiff", leftSeq, rightSeq);
  }

  /** An endless run of bytes that count up, after what the details have. */
  async bytes(seq: number, from: number, count: number) {
    await this.#called("bytes", seq, from, count);
    const { sizeBytes } = this.#capture.details(seq).raw;
    const length = Math.max(0, Math.min(count, sizeBytes - from));
    const text = Array.from({ length }, (_, index) => String.fromCharCode((from + index) % 256)).join("");
    return { from, sizeBytes, base64: btoa(text) };
  }

  /** The nearest row above of the same kind. */
  async previousInChannel(seq: number) {
    await this.#called("previousInChannel", seq);
    const { kind, channel } = this.#capture.row(seq);
    const first = this.#capture.row(1).seq;
    for (let before = seq - 1; before >= first; before--) {
      const row = this.#capture.row(before);
      if (row.kind === kind && row.channel === channel) return { seq: before, searched: seq - before, complete: false };
    }
    return { searched: seq - first, complete: true };
  }

  async exportRows(seqs: readonly number[], format: RowsFormat) {
    await this.#called("exportRows", seqs, format);
  }

  async overview(slots: number) {
    await this.#called("overview", slots);
    return fakeOverview(this.#sample(), this.#generation);
  }

  async verdicts(filter: VerdictFilter, from: number, count: number) {
    await this.#called("verdicts", filter, from, count);
    return fakeVerdicts(this.#sample(), filter, from, count);
  }

  async channels() {
    await this.#called("channels");
    return fakeChannels(this.#sample());
  }

  async series() {
    await this.#called("series");
    return fakeSeries(this.#sample());
  }

  async lane(slots: number) {
    await this.#called("lane", slots);
    return fakeLane(this.#rows?.slice(0, sampleRows) ?? this.#sample(), this.#rowCount(), slots);
  }

  async openVerdictDocs(kind: string) {
    await this.#called("openVerdictDocs", kind);
  }

  async copy(text: string) {
    await this.#called("copy", text);
  }

  async filterWords(selected?: number) {
    await this.#called("filterWords", selected);
    return {
      kinds: ["confirm_subscription", "message", "open", "perform", "ping", "welcome"],
      channels: ["ChatChannel 42", "PresenceChannel"],
      streams: [],
      verdicts: ["blindWindow", "gapFound"],
      statuses: [101],
      codes: [1006],
      paths: ["$.body", "$.room", "$.user", "$.user.id", "$.user.name"],
    };
  }

  /** Kept for the page's own tab, as the extension keeps them for its workspace. */
  async filters(change?: FilterChange) {
    await this.#called("filters", change);
    const kept = JSON.parse(sessionStorage.getItem("framescope-filters") ?? "null") as KeptFilters | null;
    let { recent, saved } = kept ?? { recent: [], saved: [] };
    if (change?.kind === "used") recent = [change.filter, ...recent.filter((filter) => filter !== change.filter)];
    else if (change) saved = saved.filter(({ name }) => name !== change.name);
    if (change?.kind === "saved") saved = [...saved, { name: change.name, filter: change.filter }];
    sessionStorage.setItem("framescope-filters", JSON.stringify({ recent, saved }));
    return { recent, saved };
  }

  async run(action: string) {
    await this.#called("run", action);
  }

  /** The capture has reached its largest size: the oldest rows go. */
  drop(count: number): void {
    this.#dropped += count;
    this.#cleared += count;
    this.#apply();
    this.#tell();
  }

  /** More rows arrive. */
  push(count: number): void {
    this.#count += count;
    this.#apply();
    this.#tell();
  }

  /** Rows arrive at a rate, told 20 times a second, until the answer is called. */
  pour(rowsPerSecond: number): () => void {
    const timer = setInterval(() => this.push(rowsPerSecond / 20), 50);
    return () => clearInterval(timer);
  }

  setSession(change: Partial<SessionSummary>): void {
    this.#session = { ...this.#session, ...change };
    this.events?.sessionChanged(this.#session);
  }

  /** Says that a scan has come so far. */
  scanning(scanned: number): void {
    this.#scanned = scanned;
    this.events?.viewChanged({ ...this.#view(), scanned, scanMs: 12 });
  }

  async stopSearch() {
    await this.#called("stopSearch");
    return { ...this.#view(), scanned: this.#scanned, isStopped: true };
  }

  async goOnSearching() {
    await this.#called("goOnSearching");
    return this.#view();
  }

  #sample(): readonly Row[] {
    const length = Math.min(this.#count - this.#cleared, sampleRows);
    return Array.from({ length }, (_, index) => this.#capture.row(this.#cleared + index + 1));
  }

  /** Says that a scan was given up there. */
  givingUp(scanned: number, failure: string): void {
    this.events?.viewChanged({ ...this.#view(), scanned, failure, scanMs: 812 });
  }

  #tell(): void {
    const entries = this.#count - this.#cleared;
    const verdicts = fakeOverview(this.#sample(), this.#generation).verdicts.length;
    this.events?.overviewChanged({ session: "s1", generation: this.#generation, entries, scanned: entries, verdicts });
    this.events?.viewChanged(this.#view());
    this.setSession({ entries: this.#count - this.#cleared });
  }

  #view(): ViewState {
    const entries = this.#count - this.#cleared;
    const matches = this.#options.filter === "" ? entries : this.#matching().length;
    const rows = this.#rowCount();
    return {
      view: 1,
      session: "s1",
      options: this.#options,
      rows,
      entries,
      matches,
      scanned: entries,
      isStopped: false,
      scanMs: 61,
      generation: this.#generation,
      firstRow: this.#dropped,
    };
  }

  #rowCount(): number {
    return this.#rows?.length ?? this.#count - this.#cleared;
  }

  #apply(): void {
    const entries = this.#count - this.#cleared;
    this.#rows = entries > shortCapture ? undefined : this.#folded(this.#matching());
  }

  #matching(): readonly Row[] {
    const rows = Array.from({ length: this.#count - this.#cleared }, (_, index) =>
      this.#capture.row(this.#cleared + index + 1),
    );
    return matching(rows, this.#options.filter);
  }

  #folded(rows: readonly Row[]): readonly Row[] {
    if (!this.#options.foldHeartbeats) return rows;
    const folded: Row[] = [];
    for (const row of rows) {
      const above = folded.at(-1);
      if (!row.heartbeat || row.fold || !above?.heartbeat || above.kind !== row.kind) folded.push(row);
      else
        folded[folded.length - 1] = {
          ...above,
          fold: { count: (above.fold?.count ?? 1) + 1, lastSeq: row.seq, untilAt: row.at },
        };
    }
    return folded;
  }

  async #called(name: string, ...args: readonly unknown[]): Promise<void> {
    this.calls.push({ name, args });
    await new Promise((resolve) => setTimeout(resolve, this.answerAfterMs));
    if (this.failing[name]) throw new Error(this.failing[name]);
  }
}

declare global {
  interface Window {
    fake: FakeExtension;
    acquireVsCodeApi: () => unknown;
  }
}

const options = JSON.parse(decodeURIComponent(location.hash.slice(1))) as FakeOptions;
const fake = new FakeExtension(options);
window.fake = fake;
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) => {
  fake.violations.push(`${violatedDirective} ${blockedURI} ${sourceFile}`);
});
for (const [name, value] of Object.entries(themes[options.theme]))
  document.documentElement.style.setProperty(`--vscode-${name}`, value);
document.body.className = `vscode-${options.theme}`;
document.body.dataset.vscodeThemeKind = `vscode-${options.theme}`;

// VS Code sends everything as JSON; structured clones would let through what a real host loses.
let receive: (packet: unknown) => void = () => {};
fake.events = createBirpc<TimelineEvents, TimelineHost>(fake, {
  bind: "functions",
  eventNames: [...timelineEventNames],
  post: (packet) => window.postMessage(JSON.parse(JSON.stringify(packet))),
  on: (listener) => {
    receive = listener;
  },
  serialize: packTimelinePacket,
  deserialize: unpackTimelinePacket,
});
const key = "framescope-state";
window.acquireVsCodeApi = () => ({
  postMessage: (packet: unknown) => setTimeout(() => receive(JSON.parse(JSON.stringify(packet)))),
  getState: () => JSON.parse(sessionStorage.getItem(key) ?? "null") ?? undefined,
  setState: (state: unknown) => sessionStorage.setItem(key, JSON.stringify(state)),
});
