/**
 * Turns stored entries into messages, transport units and events again. A message is decoded from its raw data each
 * time it is looked at, so a better codec shows old captures better.
 */
import type { RowClient } from "../bridge/rows.ts";
import type { FilterContext } from "../capture/filter-tests.ts";
import type { CaptureReader, StoredEntry } from "../capture/reader.ts";
import type { ObserverEvent } from "../model/event.ts";
import type { ExchangeTiming, FrameData } from "../model/frame.ts";
import type { Message, TransportMessage } from "../model/message.ts";
import type { Description, Protocol, StoredMessage } from "../model/protocol.ts";
import { describeTransport, summarizeTransport } from "../protocols/kit/transport-messages.ts";
import { oneLine } from "../protocols/kit/words.ts";
import { protocols } from "../protocols/registry.ts";
import { exactSummary } from "./exact-numbers.ts";

export type Reading =
  | { readonly source: "message"; readonly message: Message; readonly protocol: Protocol; readonly data: FrameData }
  | { readonly source: "transport"; readonly message: TransportMessage }
  | { readonly source: "event"; readonly event: ObserverEvent }
  /** Its data is gone: it came before a clear, or the decoder failed. */
  | { readonly source: "unreadable"; readonly reason: string; readonly data: FrameData };

/** Decoding these again for each look would be felt. */
const largeBytes = 65_536;
const rememberedSummaries = 500;
const rememberedConnections = 200;
const summaryLength = 400;

/** Phases of one cycle of polling. */
export interface Exchange {
  readonly timing: ExchangeTiming;
  /** Undefined while the reply's end has not come, or is a row of its own. */
  readonly bodyMs: number | undefined;
}

interface Speech {
  readonly protocol: Protocol;
  readonly subprotocol: string | undefined;
  readonly door?: string | undefined;
  readonly address?: string | undefined;
}

export class MessageReader implements FilterContext {
  readonly #capture: CaptureReader;
  readonly #protocol: Protocol;
  readonly #labelsClients: boolean;
  readonly #speeches = new Map<number, Speech>();
  readonly #largeSummaries = new Map<number, string>();

  /**
   * `protocol` is for its own connections, as it was configured, and for those that never agreed on anything. `labelsClients`:
   * its connections are those of many clients, of several protocols.
   */
  constructor(capture: CaptureReader, protocol: Protocol, { labelsClients = false } = {}) {
    this.#capture = capture;
    this.#protocol = protocol;
    this.#labelsClients = labelsClients;
  }

  /** Never throws on what is stored. */
  read(entry: StoredEntry): Reading {
    switch (entry.source) {
      case "message":
        return this.#readMessage(entry);
      case "transport":
        return { source: "transport", message: JSON.parse(this.#capture.body(entry.seq) ?? "{}") };
      case "event":
        return { source: "event", event: JSON.parse(this.#capture.body(entry.seq) ?? "{}") };
    }
  }

  /** One line. `reading`: where the entry has been decoded already. */
  summarize(entry: StoredEntry, reading?: Reading): string {
    const isLarge = (entry.sizeBytes ?? 0) > largeBytes;
    const known = isLarge ? this.#largeSummaries.get(entry.seq) : undefined;
    if (known !== undefined) return known;
    const summary = oneLine(summarize(reading ?? this.read(entry)), summaryLength);
    if (isLarge) {
      if (this.#largeSummaries.size >= rememberedSummaries) this.#largeSummaries.clear();
      this.#largeSummaries.set(entry.seq, summary);
    }
    return summary;
  }

  labelOf(entry: StoredEntry): string | undefined {
    if (entry.channel === undefined) return undefined;
    return this.#speech(entry.connection).protocol.labelChannel(entry.channel);
  }

  labelChannel(channel: string): string {
    if (!this.#labelsClients) return this.#protocol.labelChannel(channel);
    // Whose channel it is, is not known; but protocols leave names alone that are not of their making.
    return protocols.map((protocol) => protocol.labelChannel(channel)).find((label) => label !== channel) ?? channel;
  }

  /** Undefined where all connections are one client's, and for what concerns none. */
  clientOf({ connection }: StoredEntry): RowClient | undefined {
    if (!this.#labelsClients || connection === 0) return undefined;
    const { door, address } = this.#speech(connection);
    return { number: connection, label: [`#${connection}`, door].filter(Boolean).join(" "), address };
  }

  payloadOf(seq: number): unknown {
    const entry = this.#capture.entry(seq);
    return entry?.source === "message" ? describe(this.read(entry)).payload : undefined;
  }

  streamOf(seq: number): string | undefined {
    const entry = this.#capture.entry(seq);
    if (entry?.source !== "message") return undefined;
    return describe(this.read(entry)).facts.find(({ label }) => label === "Stream")?.value;
  }

  isLifecycle({ source, connection, kind }: StoredEntry): boolean {
    return source === "message" && this.#speech(connection).protocol.lifecycle?.includes(kind) === true;
  }

  /** The exchange of which this entry is the reply; undefined for any other entry. */
  exchange(entry: StoredEntry): Exchange | undefined {
    if (entry.source !== "message" || entry.direction !== "received" || entry.heartbeat) return undefined;
    if (this.#speech(entry.connection).protocol.polls !== true) return undefined;
    const next = this.#capture.entry(entry.seq + 1);
    const end = next?.bond === "part" && next.connection === entry.connection ? next : undefined;
    if (entry.bond !== "face" && end === undefined) return undefined;
    const timing = this.#capture.connection(entry.connection)?.handshake.timing;
    if (timing === undefined) return undefined;
    const reading = end === undefined ? undefined : this.read(end);
    const message = reading?.source === "transport" ? reading.message : undefined;
    const close = message?.kind === "closed" ? message.close : undefined;
    return { timing, bodyMs: close?.kind === "ended" ? close.bodyMs : undefined };
  }

  #readMessage(entry: StoredEntry): Reading {
    const body = entry.hasBody ? this.#capture.body(entry.seq) : undefined;
    const frame = body === undefined ? this.#capture.frames.get(entry.firstFrame) : undefined;
    const data = body ?? frame?.data;
    if (data === undefined) return { source: "unreadable", reason: "its frame is not in the capture", data: "" };
    const { protocol, subprotocol } = this.#speech(entry.connection);
    const stored: StoredMessage = {
      kind: entry.kind,
      direction: entry.direction ?? "received",
      frameKind: frame?.kind ?? this.#capture.frames.kind(entry.firstFrame) ?? "chunk",
      data,
      subprotocol,
      channel: entry.channel,
      eventId: entry.eventId,
    };
    try {
      return { source: "message", message: protocol.read(stored), protocol, data };
    } catch (error) {
      return { source: "unreadable", reason: `it could not be decoded again: ${String(error)}`, data };
    }
  }

  #speech(connection: number): Speech {
    const known = this.#speeches.get(connection);
    if (known) return known;
    const stored = this.#capture.connection(connection);
    const protocol =
      stored === undefined || stored.protocol === this.#protocol.id
        ? this.#protocol
        : (protocols.find(({ id }) => id === stored.protocol) ?? this.#protocol);
    const handshake = this.#labelsClients ? stored?.handshake : undefined;
    const door = handshake && doorOf(protocol, handshake.request.url);
    const speech = { protocol, subprotocol: stored?.subprotocol, door, address: handshake?.remoteAddress };
    // A connection that is still opening will agree on more than is known now.
    if (!stored) return speech;
    if (this.#speeches.size >= rememberedConnections) this.#speeches.clear();
    this.#speeches.set(connection, speech);
    return speech;
  }
}

/** The path of the door that an address leads to; all of its path where there is none. */
function doorOf({ door, moreDoors = [] }: Protocol, url: string): string {
  const { pathname } = new URL(url);
  return (
    [door, ...moreDoors].find(({ path }) => pathname === path || pathname.startsWith(`${path}/`))?.path ?? pathname
  );
}

function summarize(reading: Reading): string {
  switch (reading.source) {
    case "message":
      return exactSummary(reading.protocol.summarize(reading.message), reading.data);
    case "transport":
      return summarizeTransport(reading.message);
    case "event":
      return reading.event.title;
    case "unreadable":
      return reading.reason;
  }
}

export function describe(reading: Reading): Description {
  switch (reading.source) {
    case "message":
      return reading.protocol.describe(reading.message);
    case "transport":
      return describeTransport(reading.message);
    case "event":
      return { facts: [] };
    case "unreadable":
      return { facts: [{ label: "Not readable", value: reading.reason }] };
  }
}
