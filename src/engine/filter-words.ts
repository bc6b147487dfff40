/** The words of a capture that a filter may name, as far as its newest entries and its names tell. Never looks at all of it. */
import type { FilterWords } from "../filter/complete.ts";
import { printPath } from "../filter/path.ts";
import type { Hosted } from "./hosted.ts";

/** Newest entries whose kinds are told apart. */
const looked = 20_000;
/** Newest messages whose payloads are looked into, besides the selected one. */
const lookedInto = 40;
/** Newest entries that are asked for the stream behind their channel. */
const askedForStream = 200;
const maxPaths = 200;
const maxDepth = 6;
/** Elements of a list that are looked into: the others are most often alike. */
const maxElements = 3;

type Steps = readonly (string | number)[];

/** `selected`: the entry whose paths come first. */
export function filterWords({ capture, reader }: Hosted, selected?: number): FilterWords {
  const last = capture.firstSeq + capture.entries - 1;
  const names = capture.reader.names(last - looked);
  const events = new Set(names.eventKinds);
  const paths = new Set<string>();
  for (const seq of newest(lookedInto, capture.firstSeq, last, selected))
    collectPaths(reader.payloadOf(seq), [], paths);
  const streams = new Set<string>();
  for (const seq of newest(askedForStream, capture.firstSeq, last, selected)) {
    const stream = reader.streamOf(seq);
    if (stream !== undefined) streams.add(stream);
  }
  return {
    kinds: names.kinds.filter((kind) => !events.has(kind)),
    channels: [...new Set(names.channels.map((channel) => reader.labelChannel(channel)))],
    streams: [...streams],
    verdicts: names.eventKinds,
    statuses: names.statuses,
    codes: names.closeCodes,
    paths: [...paths].slice(0, maxPaths),
  };
}

/** The selected one first. */
function* newest(count: number, first: number, last: number, selected: number | undefined): Iterable<number> {
  if (selected !== undefined) yield selected;
  for (let seq = last; seq >= Math.max(first, last - count + 1); seq -= 1) yield seq;
}

function collectPaths(value: unknown, steps: Steps, paths: Set<string>): void {
  if (paths.size >= maxPaths || typeof value !== "object" || value === null || steps.length >= maxDepth) return;
  const members: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.slice(0, maxElements).map((element, index) => [index, element] as const)
    : Object.entries(value);
  for (const [step, member] of members) {
    const path = [...steps, step];
    paths.add(printPath(path));
    collectPaths(member, path, paths);
  }
}
