/** Judges how a stream went on after a request with Last-Event-ID. */
import type { ObserverEvent } from "../../model/event.ts";
import { readNumber } from "./id-sequence.ts";
import { gapFound, repeated, resumed } from "./id-verdicts.ts";

/** `first` is the first id that came; `isCounter` that ids have grown by one so far. */
export function judgeResume(
  asked: string,
  first: string,
  isCounter: boolean,
  at: number,
  evidence: readonly number[],
): ObserverEvent {
  if (first === asked) return repeated(asked, first, evidence);
  const after = readNumber(asked, at);
  const found = readNumber(first, at);
  if (after === undefined || found === undefined) return resumed(asked, first, false, evidence);
  if (found <= after) return repeated(after, found, evidence);
  if (found === after + 1) return resumed(asked, first, true, evidence);
  return isCounter ? gapFound(after, found, found - after - 1, evidence) : resumed(asked, first, false, evidence);
}
