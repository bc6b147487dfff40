/** The steps of an HTTP exchange's entry: its heads, its body as far as the file has it, its end. */
import type { Close, FrameData, RequestHead } from "../../model/frame.ts";
import { asNumber, asText, isRecord } from "../loose-values.ts";
import type { Step } from "../step.ts";
import { answerAt, type DatedEntry, endOf, momentOf, startOf } from "./dated-entry.ts";
import { failed, handshakeOf, isAborted } from "./endings.ts";
import { readList, readText, sizeOf } from "./file-values.ts";
import { bodyRemark } from "./remarks.ts";

export function* httpSteps(entry: DatedEntry, request: RequestHead, path: string, connection: number): Generator<Step> {
  const { response, body, error } = entry;
  const startedAt = startOf(entry);
  const endedAt = endOf(entry);
  if (!response) {
    // It may still have been waited for when the file was written.
    if (error !== undefined || entry.timeMs > 0)
      yield { kind: "closed", at: endedAt, connection, close: failed(error) };
    return;
  }
  const openedAt = Math.min(answerAt(entry), endedAt);
  yield { kind: "frame", at: openedAt, connection, frame: { kind: "response", direction: "received", head: response } };
  yield {
    kind: "opened",
    at: openedAt,
    connection,
    handshake: { ...handshakeOf(request, response, entry), timing: entry.timing },
  };
  let receivedBytes = 0;
  for (const { at, data } of chunksOf(entry, path, startedAt, endedAt)) {
    receivedBytes += sizeOf(data);
    yield {
      kind: "frame",
      at: Math.max(at, openedAt),
      connection,
      frame: { kind: "chunk", direction: "received", data },
    };
  }
  const remark = bodyRemark(body, receivedBytes, entry.serverSentEvents !== undefined);
  if (remark) yield { kind: "remarked", at: endedAt, connection, remark };
  const close: Close = { kind: "ended", bodyMs: Math.max(0, endedAt - openedAt), ...cutBy(error) };
  yield { kind: "closed", at: endedAt, connection, close };
}

/** A page that leaves a stream aborts it: that is how streams end. */
function cutBy(error: string | undefined): Partial<Extract<Close, { kind: "ended" }>> {
  if (error === undefined) return {};
  return isAborted(error) ? { aborted: true } : { failure: failed(error).failure };
}

interface Chunk {
  readonly at: number;
  readonly data: FrameData;
}

function* chunksOf(entry: DatedEntry, path: string, startedAt: number, endedAt: number): Generator<Chunk> {
  const data = readText(path, entry.body);
  if (data !== undefined && data.length > 0) {
    yield* slicesOf(data, [...readList(path, entry.chunks)], startedAt, endedAt);
    return;
  }
  // Chrome keeps no body of an event stream, but its events.
  for (const event of readList(path, entry.serverSentEvents)) {
    if (!isRecord(event)) continue;
    yield { at: momentOf(event.time, startedAt) ?? startedAt, data: eventText(event) };
  }
}

/** Ours tells when which part came; others do not, and then all of it is there at the end. */
function* slicesOf(data: FrameData, slices: readonly unknown[], startedAt: number, endedAt: number): Generator<Chunk> {
  let from = 0;
  for (const slice of slices) {
    const [afterMs, size] = Array.isArray(slice) ? slice.map(asNumber) : [];
    if (afterMs === undefined || size === undefined || size < 0) break;
    yield { at: startedAt + afterMs, data: part(data, from, from + size) };
    from += size;
  }
  if (from < data.length) yield { at: endedAt, data: part(data, from, data.length) };
}

function part(data: FrameData, from: number, to: number): FrameData {
  return typeof data === "string" ? data.slice(from, to) : data.subarray(from, to);
}

function eventText(event: Readonly<Record<string, unknown>>): string {
  const name = asText(event.eventName) ?? "";
  const id = asText(event.eventId) ?? "";
  const lines = (asText(event.data) ?? "").split("\n").map((line) => `data: ${line}\n`);
  return `${name === "" || name === "message" ? "" : `event: ${name}\n`}${id === "" ? "" : `id: ${id}\n`}${lines.join("")}\n`;
}
