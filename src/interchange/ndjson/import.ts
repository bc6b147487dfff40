/**
 * Imports our NDJSON. A file with entries is written down again as it was recorded; one with frames alone (made by a
 * script, say) is decoded and judged as if its frames were just arriving.
 */
import { statSync } from "node:fs";
import { redactUrl } from "../../capture/redaction.ts";
import type { CaptureWriter } from "../../model/capture.ts";
import type { Direction, Frame, FrameData, Handshake } from "../../model/frame.ts";
import type { Message } from "../../model/message.ts";
import type { Protocol } from "../../model/protocol.ts";
import { protocols } from "../../protocols/registry.ts";
import type { Breath } from "../breath.ts";
import type { CaptureSink, ImportFindings } from "../import-findings.ts";
import { Replay } from "../replay.ts";
import { FrameSteps } from "./frame-steps.ts";
import { type Line, readLines } from "./line-reader.ts";
import {
  type BodyLine,
  bodyLine,
  type EntryLine,
  type FrameLine,
  type HeaderLine,
  headerLine,
  ndjsonVersion,
} from "./lines.ts";
import { Renumbering } from "./renumbering.ts";

const linesBetweenLooks = 64;

/** Rejects with a sentence that names the line. */
export async function importNdjson(
  path: string,
  sink: CaptureSink,
  findings: ImportFindings,
  breath: Breath,
): Promise<void> {
  const sizeBytes = Math.max(1, statSync(path).size);
  const lines = readLines(path);
  const header = readHeader(lines.next().value);
  const protocol = protocolOf(header);
  const capture = sink.begin({
    protocol,
    url: redactUrl(header.url ?? ""),
    startedAt: header.startedAt ?? 0,
    title: header.title,
  });
  const reader = header.decoded
    ? new Restoration(capture.writer)
    : new Frames(protocol, header.url ?? "", capture.writer);
  let read = 0;
  for (const line of lines) {
    if (line.isCut && !isJson(line.text)) {
      findings.remark(`The file ends within line ${line.number}: all before it is here.`);
      break;
    }
    reader.take(bodyOf(line));
    read += 1;
    if (read % linesBetweenLooks === 0 && breath.isDue) await breath.take(line.end / sizeBytes);
  }
  for (const remark of reader.remarks()) findings.remark(remark);
  capture.done(reader.end());
}

function readHeader(line: Line | undefined): HeaderLine {
  const parsed = headerLine.safeParse(line && jsonOf(line));
  if (!parsed.success)
    throw new Error('This is no NDJSON of Framescope: its first line has to say {"type":"framescope","version":1,…}.');
  if (parsed.data.version > ndjsonVersion)
    throw new Error(
      `A newer Framescope wrote this (form ${parsed.data.version}; this one reads up to ${ndjsonVersion}).`,
    );
  return parsed.data;
}

function protocolOf({ protocol }: HeaderLine): Protocol {
  const found = protocols.find(({ id }) => id === protocol);
  if (!found)
    throw new Error(`Line 1: no protocol is called "${protocol}". Known: ${protocols.map(({ id }) => id).join(", ")}.`);
  return found;
}

function bodyOf(line: Line): BodyLine {
  const parsed = bodyLine.safeParse(jsonOf(line));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(".");
  throw new Error(`Line ${line.number}${place ? `, "${place}"` : ""}: ${issue?.message ?? "not of the form"}.`);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function jsonOf({ text, number }: Line): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`Line ${number} is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
}

interface LineTaker {
  take(line: BodyLine): void;
  remarks(): readonly string[];
  end(): { readonly connections: number; readonly verdicts: number };
}

class Restoration implements LineTaker {
  readonly #writer: CaptureWriter;
  readonly #frames = new Renumbering();
  readonly #entries = new Renumbering();
  readonly #connections = new Set<number>();
  #verdicts = 0;

  constructor(writer: CaptureWriter) {
    this.#writer = writer;
  }

  take(line: BodyLine): void {
    switch (line.type) {
      case "connection":
        this.#writer.connection(line.id, line.protocol, line.handshake as unknown as Handshake);
        break;
      case "frame":
        this.#frames.add(line.id, this.#writer.frame(line.at, line.connection, frameOf(line)));
        break;
      case "entry":
        this.#connections.add(line.connection);
        this.#entries.add(line.seq, this.#entry(line));
    }
  }

  remarks(): readonly string[] {
    return [];
  }

  end(): { connections: number; verdicts: number } {
    return { connections: this.#connections.size, verdicts: this.#verdicts };
  }

  #entry(line: EntryLine): number {
    const { at, connection, source, kind, channel, eventId, heartbeat, bond, event, unit } = line;
    if (source === "event") {
      const { level, title, explanation, evidence } = { ...unknownEvent, ...event };
      if (level === "warning" || level === "error") this.#verdicts += 1;
      const kept = evidence?.flatMap((seq) => this.#entries.of(seq) ?? []);
      const words = { ...event, kind, channel, eventId, level, title, explanation, ...(kept && { evidence: kept }) };
      return this.#writer.event(at, connection, words);
    }
    const direction: Direction = line.direction ?? "received";
    const first = this.#frames.of(line.firstFrame) ?? 0;
    const last = this.#frames.of(line.lastFrame) ?? first;
    const own = source === "transport" ? unit : line.text === undefined ? undefined : { raw: line.text };
    const message = { ...own, kind, channel, eventId, heartbeat } as Message;
    return this.#writer.message(at, connection, direction, source, message, first, last, line.sizeBytes ?? 0, bond);
  }
}

const unknownEvent: Pick<NonNullable<EntryLine["event"]>, "level" | "title" | "explanation" | "evidence"> = {
  level: "note",
  title: "",
  explanation: "",
};

class Frames implements LineTaker {
  readonly #replay: Replay;
  readonly #steps: FrameSteps;
  #lastAt = 0;

  constructor(protocol: Protocol, url: string, writer: CaptureWriter) {
    this.#replay = new Replay(protocol, writer);
    this.#steps = new FrameSteps(protocol.transport, url);
  }

  take(line: BodyLine): void {
    if (line.type === "connection") this.#steps.agreed(line.id, line.handshake as unknown as Handshake);
    if (line.type !== "frame") return;
    this.#lastAt = line.at;
    for (const step of this.#steps.of(line.at, line.connection, frameOf(line))) this.#replay.step(step);
  }

  remarks(): readonly string[] {
    return ["The file has frames alone: they were decoded and judged now."];
  }

  end(): { connections: number; verdicts: number } {
    for (const step of this.#steps.end(this.#lastAt)) this.#replay.step(step);
    return this.#replay.end(this.#lastAt);
  }
}

function frameOf(line: FrameLine): Frame {
  const { kind, direction, code, head } = line;
  if (kind === "request" || kind === "response")
    return { kind, direction, head: (head ?? emptyHead) as Extract<Frame, { head: unknown }>["head"] };
  const data: FrameData = line.text ?? Buffer.from(line.base64 ?? "", "base64");
  return kind === "ping" || kind === "pong" || kind === "close"
    ? { kind, direction, data, code }
    : { kind, direction, data };
}

const emptyHead = { method: "GET", url: "", httpVersion: "1.1", headers: [] };
