/** Replays a recorded conversation of a real client and a real server through codec and observer, in its own time. */
import { readFileSync } from "node:fs";
import type { DataFrame, Direction, FrameData, HeaderList } from "../../../src/model/frame.ts";
import type { TransportMessage } from "../../../src/model/message.ts";
import type { Observer, ObserverInput } from "../../../src/model/observer.ts";
import type { Decoder } from "../../../src/model/protocol.ts";
import { actionCable } from "../../../src/protocols/action-cable/index.ts";
import type { ActionCableMessage } from "../../../src/protocols/action-cable/messages.ts";
import { showEvent } from "../wire.ts";

interface Line {
  readonly t_ms: number;
  readonly dir: "in" | "out" | "note";
  readonly layer: string;
  readonly conn?: number;
  readonly method?: string;
  readonly path?: string;
  readonly version?: string;
  readonly status?: number;
  readonly reason?: string;
  readonly headers?: HeaderList;
  readonly opcode?: number;
  readonly fin?: boolean;
  readonly bytes?: number;
  readonly data?: string;
  readonly data_b64?: string;
  readonly data_head?: string;
  readonly data_tail?: string;
  readonly code?: number | null;
}

export interface Replayed {
  /** `1234 level kind: title`, in order, with the moment in ms since the recording began. */
  readonly verdicts: readonly string[];
  readonly messages: readonly { readonly direction: Direction; readonly message: ActionCableMessage }[];
}

/** `name` is a file of `test/fixtures/transcripts` without its ending. */
export function replay(name: string): Replayed {
  const file = new URL(`../../fixtures/transcripts/${name}.jsonl`, import.meta.url);
  const lines = readFileSync(file, "utf8").trim().split("\n");
  const replaying = new Replaying();
  for (const line of lines) replaying.take(JSON.parse(line) as Line);
  return replaying.result;
}

class Connection {
  request: Line | undefined;
  open = false;
  readonly sent: Decoder<ActionCableMessage>;
  readonly received: Decoder<ActionCableMessage>;
  private readonly fragments = new Map<Direction, { readonly opcode: number; text: string }>();

  constructor(sent: Decoder<ActionCableMessage>, received: Decoder<ActionCableMessage>) {
    this.sent = sent;
    this.received = received;
  }

  /** As a transport does: fragments become one frame. */
  assemble(line: Line, direction: Direction): DataFrame | undefined {
    const kind = (this.fragments.get(direction)?.opcode ?? line.opcode) === 2 ? "binary" : "text";
    const data = dataOf(line);
    const begun = this.fragments.get(direction);
    if (typeof data !== "string" || (line.fin && !begun)) return { kind, direction, data };
    const text = (begun?.text ?? "") + data;
    if (line.fin) {
      this.fragments.delete(direction);
      return { kind, direction, data: text };
    }
    this.fragments.set(direction, { opcode: begun?.opcode ?? line.opcode ?? 1, text });
    return undefined;
  }
}

class Replaying {
  private readonly observer: Observer<ActionCableMessage> = actionCable.createObserver();
  private readonly connections = new Map<number, Connection>();
  private readonly verdicts: string[] = [];
  private readonly messages: { direction: Direction; message: ActionCableMessage }[] = [];
  private entry = 0;
  private now = 0;

  get result(): Replayed {
    return { verdicts: this.verdicts, messages: this.messages };
  }

  take(line: Line): void {
    this.pass(line.t_ms);
    if (line.conn === undefined) return;
    const direction: Direction = line.dir === "out" ? "sent" : "received";
    const known = this.connections.get(line.conn);
    switch (line.layer) {
      case "http-request":
        this.connection(line.conn).request = line;
        break;
      case "http-response":
        if (line.status === 101) this.opened(line, line.conn);
        break;
      case "ws-text":
      case "ws-binary":
      case "ws-unknown": {
        const frame = known?.assemble(line, direction);
        if (frame) this.frame(frame, line.conn);
        break;
      }
      case "ws-ping":
      case "ws-pong": {
        const kind = line.layer === "ws-ping" ? "ws_ping" : "ws_pong";
        this.message({ kind, data: line.data ?? "" }, direction, line.conn);
        break;
      }
      case "ws-close":
        this.message({ kind: "ws_close", frame: { code: line.code ?? undefined, reason: "" } }, direction, line.conn);
        break;
      case "tcp-end":
        if (!known?.open) break;
        known.open = false;
        this.tell({
          kind: "closed",
          at: this.now,
          connection: line.conn,
          entry: this.row(),
          close: { kind: "closed" },
        });
        break;
    }
  }

  /** Time passes in ticks of 250 ms, as it does live. */
  private pass(until: number): void {
    for (; this.now + 250 < until; this.now += 250) this.tell({ kind: "ticked", at: this.now + 250 });
    this.now = until;
  }

  private connection(conn: number): Connection {
    let connection = this.connections.get(conn);
    if (!connection) {
      const handshake = { request: emptyHead, response: emptyHead, offered: [] } as never;
      connection = new Connection(
        actionCable.createDecoder("sent", handshake),
        actionCable.createDecoder("received", handshake),
      );
      this.connections.set(conn, connection);
    }
    return connection;
  }

  private opened(line: Line, conn: number): void {
    const { request } = this.connection(conn);
    this.connection(conn).open = true;
    const offered = headerOf(request?.headers, "sec-websocket-protocol")?.split(/,\s*/) ?? [];
    const subprotocol = headerOf(line.headers, "sec-websocket-protocol");
    const handshake = {
      request: { method: "GET", url: `ws://localhost${request?.path ?? "/"}`, httpVersion: "1.1", headers: [] },
      response: { status: 101, reason: "Switching Protocols", httpVersion: "1.1", headers: line.headers ?? [] },
      offered,
      subprotocol,
    };
    this.tell({ kind: "opened", at: this.now, connection: conn, entry: this.row(), handshake });
  }

  private frame(frame: DataFrame, conn: number): void {
    const connection = this.connection(conn);
    const decoder = frame.direction === "sent" ? connection.sent : connection.received;
    for (const message of decoder.decode(frame)) {
      this.messages.push({ direction: frame.direction, message });
      this.message(message, frame.direction, conn);
    }
  }

  private message(message: ActionCableMessage | TransportMessage, direction: Direction, conn: number): void {
    const entry = this.row();
    this.tell({ kind: "message", at: this.now, connection: conn, entry, frame: entry, direction, message });
  }

  private row(): number {
    this.entry += 1;
    return this.entry;
  }

  private tell(input: ObserverInput<ActionCableMessage>): void {
    for (const event of this.observer.observe(input)) this.verdicts.push(`${input.at} ${showEvent(event)}`);
  }
}

const emptyHead = { method: "GET", url: "", httpVersion: "1.1", headers: [], status: 101, reason: "" };

/** The recorder cut payloads over 4 kB: their middle is filled up again. */
function dataOf(line: Line): FrameData {
  if (line.data_b64 !== undefined) return new Uint8Array(Buffer.from(line.data_b64, "base64"));
  if (line.data_head === undefined) return line.data ?? "";
  const tail = line.data_tail ?? "";
  return line.data_head + "x".repeat((line.bytes ?? 0) - line.data_head.length - tail.length) + tail;
}

function headerOf(headers: HeaderList | undefined, name: string): string | undefined {
  return headers?.find(([key]) => key.toLowerCase() === name)?.[1];
}
