/**
 * Imports a HAR: finds the connections of protocols that we speak, one capture for each protocol and address, and plays
 * them to the recorder. What it leaves out it counts, with the reason.
 */
import { statSync } from "node:fs";
import { redactUrl } from "../../capture/redaction.ts";
import type { Protocol } from "../../model/protocol.ts";
import type { Breath } from "../breath.ts";
import type { CaptureSink, ImportFindings } from "../import-findings.ts";
import { JsonFault, JsonScanner } from "../json-scanner.ts";
import { placeOf } from "../place.ts";
import { Replay } from "../replay.ts";
import type { Step } from "../step.ts";
import { addressOf, type DatedEntry, endOf, isDated, isWebSocketEntry } from "./dated-entry.ts";
import { endUnknown } from "./endings.ts";
import { entrySteps } from "./entry-steps.ts";
import { type HarEntry, readHarEntries } from "./index-entries.ts";
import { chooseProtocol } from "./protocol-choice.ts";

interface Group {
  readonly protocol: Protocol;
  readonly url: string;
  readonly entries: DatedEntry[];
}

/** Of all work, how much the first pass takes; the rest is replaying. */
const indexingPart = 0.3;
const stepsBetweenLooks = 64;

/** Rejects with a `JsonFault` where the file is broken before its first entry ends. */
export async function importHar(
  path: string,
  sink: CaptureSink,
  findings: ImportFindings,
  breath: Breath,
): Promise<void> {
  const entries = await indexed(path, findings, breath);
  const groups = grouped(entries, path, findings);
  // As far as the file tells, the last of anything: silence is judged until then.
  const endAt = entries.reduce((latest, entry) => Math.max(latest, endOf(entry)), 0);
  const all = groups.reduce((sum, group) => sum + group.entries.length, 0);
  let done = 0;
  for (const group of groups) {
    const capture = sink.begin({
      protocol: group.protocol,
      url: group.url,
      startedAt: group.entries[0]?.startedAt ?? 0,
    });
    const replay = new Replay(group.protocol, capture.writer);
    let steps = 0;
    for (const step of merged(group, path, () => (done += 1))) {
      replay.step(step);
      steps += 1;
      if (steps % stepsBetweenLooks === 0 && breath.isDue)
        await breath.take(indexingPart + ((1 - indexingPart) * done) / all);
    }
    const result = replay.end(endAt);
    if (result.backwards > 0) findings.remark(backwardsRemark(result.backwards));
    capture.done(result);
  }
}

function backwardsRemark(count: number): string {
  if (count === 1) return "1 message was dated before the one before it, and stands at that one's time.";
  return `${count} messages were dated before those before them, and stand at the time of those.`;
}

async function indexed(path: string, findings: ImportFindings, breath: Breath): Promise<DatedEntry[]> {
  const sizeBytes = statSync(path).size;
  const scanner = new JsonScanner(path, { from: 0, to: sizeBytes });
  const found: DatedEntry[] = [];
  let read = 0;
  try {
    for (const entry of readHarEntries(scanner)) {
      if (entry) read += 1;
      if (entry && isDated(entry)) found.push(entry);
      else if (entry)
        findings.leave(undatedReason(entry), entry.request ? redactUrl(entry.request.url) : `entry ${entry.index}`);
      if (breath.isDue) await breath.take((indexingPart * scanner.offset) / sizeBytes);
    }
  } catch (error) {
    if (!(error instanceof JsonFault) || read === 0) throw error;
    // A download that broke off, or a disk that was full: what is whole is worth as much as before.
    const whole = read === 1 ? "1 entry that is whole was read" : `${read} entries that are whole were read`;
    findings.remark(
      `The file is broken: ${error.message}, ${placeOf(path, error.at)}. The ${whole}, and nothing after.`,
    );
  } finally {
    scanner.close();
  }
  // By `startedAt`: HAR asks for no order, and Firefox has none.
  return found.sort((a, b) => a.startedAt - b.startedAt || a.index - b.index);
}

function undatedReason({ request }: HarEntry): string {
  return request === undefined ? "an entry without an address" : "an entry without a date";
}

/** Lets go of all entries that are not taken. */
function grouped(entries: readonly DatedEntry[], path: string, findings: ImportFindings): Group[] {
  const counts = new Map<string, number>();
  const repeatKey = ({ request }: DatedEntry) => `${request.method} ${request.url.replace(/[?#].*$/s, "")}`;
  for (const entry of entries) counts.set(repeatKey(entry), (counts.get(repeatKey(entry)) ?? 0) + 1);
  const repeats = { of: (entry: DatedEntry) => counts.get(repeatKey(entry)) ?? 0 };
  const groups = new Map<string, Group>();
  for (const entry of entries) {
    const reason = reasonToLeave(entry);
    const protocol = reason === undefined ? chooseProtocol(entry, path, repeats) : undefined;
    if (!protocol) {
      findings.leave(reason ?? "an ordinary request, which carries no realtime traffic", redactUrl(entry.request.url));
      continue;
    }
    const url = addressOf(entry);
    const key = `${protocol.id} ${url.replace(/[?#].*$/s, "")}`;
    const group = groups.get(key) ?? { protocol, url: redactUrl(url), entries: [] };
    group.entries.push(entry);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function reasonToLeave(entry: DatedEntry): string | undefined {
  if (!isWebSocketEntry(entry) || entry.messages !== undefined) return undefined;
  if (entry.body.attached !== undefined)
    return 'a WebSocket whose messages lie in another file: record with content: "embed" (Playwright)';
  if (entry.response?.status !== 101) return undefined;
  return "a WebSocket whose messages the file does not have: Firefox and mitmproxy before 10.1 do not export them";
}

interface Cursor {
  readonly entry: DatedEntry;
  readonly connection: number;
  readonly steps: Iterator<Step>;
  next: Step;
  /** It was opened, and has not closed. */
  isOpen: boolean;
}

/** The steps of several connections, in order of time. Files are open only for those that are under way. */
function* merged({ entries }: Group, path: string, passed: () => void): Generator<Step> {
  const underWay: Cursor[] = [];
  /** Ended in the file, though not said to be closed. */
  const open = new Map<number, number>();
  let waiting = 0;
  let lastAt = 0;
  try {
    for (;;) {
      const cursor = earliest(underWay);
      const following = entries[waiting];
      if (following && (!cursor || following.startedAt <= cursor.next.at)) {
        yield* abandoned(open, following, lastAt);
        waiting += 1;
        begin(following, waiting, path, underWay);
        continue;
      }
      if (!cursor) return;
      const step = cursor.next;
      lastAt = Math.max(lastAt, step.at);
      if (step.kind === "opened" && isWebSocketEntry(cursor.entry)) cursor.isOpen = true;
      if (step.kind === "closed") cursor.isOpen = false;
      yield step;
      const { value, done } = cursor.steps.next();
      if (!done) {
        cursor.next = value;
        continue;
      }
      underWay.splice(underWay.indexOf(cursor), 1);
      if (cursor.isOpen) open.set(cursor.connection, endOf(cursor.entry));
      passed();
    }
  } finally {
    for (const { steps } of underWay) steps.return?.();
  }
}

function begin(entry: DatedEntry, connection: number, path: string, underWay: Cursor[]): void {
  const steps = entrySteps(entry, path, connection);
  const { value, done } = steps.next();
  if (!done) underWay.push({ entry, connection, steps, next: value, isOpen: false });
}

/** A page that connects again has lost the connection before: the file does not tell when, but not later than now. */
function* abandoned(open: Map<number, number>, following: DatedEntry, lastAt: number): Generator<Step> {
  for (const [connection, endedAt] of open) {
    const at = Math.max(lastAt, Math.min(endedAt, following.startedAt));
    yield { kind: "closed", at, connection, close: endUnknown };
  }
  open.clear();
}

function earliest(cursors: readonly Cursor[]): Cursor | undefined {
  let first: Cursor | undefined;
  for (const cursor of cursors) if (!first || cursor.next.at < first.next.at) first = cursor;
  return first;
}
