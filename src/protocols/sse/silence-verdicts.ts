/** The words of every event about silence and things that arrive too late. Decides nothing. */
import type { ObserverEvent } from "../../model/event.ts";
import { formatDuration } from "../kit/words.ts";
import { heldBack } from "./advice.ts";

type Evidence = readonly number[];

export function noAnswer(waitedMs: number): ObserverEvent {
  return {
    kind: "noAnswer",
    level: "warning",
    title: `no answer for ${formatDuration(waitedMs)}, not even headers`,
    explanation:
      "The connection stands and the request is out, but not even the head of an answer came. A server or a proxy that " +
      "collects the whole body before it answers looks like this: for a stream that never ends, it waits for ever.",
    advice: heldBack,
  };
}

export function keepaliveMissing(fromAt: number, toAt: number, evidence: Evidence): ObserverEvent {
  const silentMs = toAt - fromAt;
  return {
    kind: "keepaliveMissing",
    level: "warning",
    mark: "stale",
    title: `nothing for ${formatDuration(silentMs)}: no event, no comment`,
    explanation:
      "Proxies cut connections that are silent, often after 30 to 60 s, and without a sign of life nobody can tell a quiet " +
      "stream from a dead one.",
    advice: ["Have the server send a comment line (:) about every 15 s."],
    evidence,
    fromAt,
    toAt,
    measures: { silentMs },
  };
}

export function silentSinceHeaders(silentMs: number, encoding: string | undefined, evidence: Evidence): ObserverEvent {
  if (encoding === undefined) {
    return {
      kind: "silentSinceHeaders",
      level: "note",
      title: `headers came ${formatDuration(silentMs)} ago, and nothing since`,
      explanation:
        "The stream may just be quiet. If events should have come by now, something on the way holds them back.",
      advice: heldBack,
      evidence,
      measures: { silentMs },
    };
  }
  return {
    kind: "bufferingSuspected",
    level: "warning",
    title: `headers came ${formatDuration(silentMs)} ago, then nothing (content-encoding ${encoding})`,
    explanation:
      "The answer is compressed. A compressor collects bytes until it has a block's worth, so events wait for more to come " +
      "unless it flushes after each.",
    advice: ["Turn compression off for text/event-stream, or have it flush after each event.", ...heldBack.slice(0, 3)],
    evidence,
    measures: { silentMs },
  };
}

export function arrivingInLumps(lumps: number, sign: string | undefined, evidence: Evidence): ObserverEvent {
  return {
    kind: "bufferingSuspected",
    level: sign === undefined ? "note" : "warning",
    title: `events arrive in lumps, ${lumps} times in a row${sign === undefined ? "" : ` (${sign})`}`,
    explanation:
      "Several events came at the same instant after a silence, again and again. Either something on the way collects them, or " +
      "the server itself sends in batches; the times inside the events, if they have any, tell which.",
    advice: heldBack.slice(2),
    evidence,
    measures: { lumps },
  };
}
