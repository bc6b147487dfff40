/**
 * Finds what an entry answers, what answers it and what it ends, in a bounded stretch around it. What belongs together is
 * the protocol's word, or the transport's; captures from files are read in the same way as live ones.
 */
import type { EntryLink } from "../bridge/rows.ts";
import type { CaptureReader, StoredEntry } from "../capture/reader.ts";
import type { Pairing } from "../model/protocol.ts";
import { pairingOfTransport } from "../protocols/kit/transport-pairing.ts";
import type { MessageReader, Reading } from "./message-reader.ts";

/** How far to look, in entries: numbers alone, so this costs a few milliseconds. */
const stretch = 20_000;
/** How many of them to decode. */
const decoded = 300;
/** What comes later than this is not likely to be an answer. */
const likelyWithinMs = 5_000;

const none: readonly EntryLink[] = [];

interface Paired {
  readonly entry: StoredEntry;
  readonly pairing: Pairing;
}

export function linksOf(
  entry: StoredEntry,
  reading: Reading,
  capture: CaptureReader,
  reader: MessageReader,
): readonly EntryLink[] {
  const pairing = pairingOf(reading);
  return pairing === undefined ? none : new LinkSearch(capture, reader).links({ entry, pairing });
}

function pairingOf(reading: Reading): Pairing | undefined {
  if (reading.source === "transport") return pairingOfTransport(reading.message);
  return reading.source === "message" ? reading.protocol.pairing?.(reading.message) : undefined;
}

class LinkSearch {
  readonly #capture: CaptureReader;
  readonly #reader: MessageReader;

  constructor(capture: CaptureReader, reader: MessageReader) {
    this.#capture = capture;
    this.#reader = reader;
  }

  links(here: Paired): readonly EntryLink[] {
    const { pairing, entry } = here;
    const links: EntryLink[] = [];
    const question = pairing.answers && this.#questionOf(here, pairing.answers);
    if (question) links.push(this.#link("inAnswerTo", question, question, entry));
    const answer = pairing.asks && this.#answerOf(here, pairing.asks);
    // What answers several things is said to answer one of them: the request's body rather than its opening.
    const itsQuestion = answer?.pairing.answers && this.#questionOf(answer, answer.pairing.answers);
    if (answer && itsQuestion?.entry.seq === entry.seq)
      links.push(this.#link("answeredBy", answer, here, answer.entry));
    const ended = pairing.ends && this.#asked(entry, pairing.ends, entry.direction);
    if (ended) links.push(this.#link("ends", ended, ended, entry));
    return links;
  }

  /** `asked` is the earlier of the two; an HTTP exchange began with its request, not with the answer's head. */
  #link(relation: EntryLink["relation"], other: Paired, asked: Paired, later: StoredEntry): EntryLink {
    const { entry, pairing } = other;
    const begun = asked.entry.kind === "open" ? this.#capture.frames.part(asked.entry.firstFrame, 0)?.at : undefined;
    return {
      relation,
      name: pairing.name ?? entry.kind,
      seq: entry.seq,
      elapsedMs: Math.round((later.at - (begun ?? asked.entry.at)) * 1000) / 1000,
      certainty: asked.pairing.likely ? "likely" : "certain",
    };
  }

  #questionOf({ entry }: Paired, keys: readonly string[]): Paired | undefined {
    const question = this.#asked(entry, keys, entry.direction === "sent" ? "received" : "sent");
    if (!question?.pairing.likely) return question;
    return this.#answerOf(question, question.pairing.asks ?? [])?.entry.seq === entry.seq ? question : undefined;
  }

  /** The nearest one before that asks for any of the keys; the first key counts most. */
  #asked(entry: StoredEntry, keys: readonly string[], direction: StoredEntry["direction"]): Paired | undefined {
    const { seq, connection } = entry;
    const before = this.#capture.lastNeighbours({
      firstSeq: seq - stretch,
      lastSeq: seq - 1,
      connection,
      direction,
      limit: decoded,
    });
    const paired = before.map((other) => this.#paired(other));
    for (const key of keys) {
      const found = paired.find((other) => other?.pairing.asks?.includes(key));
      if (found) return found;
    }
    return undefined;
  }

  /** The first one after that answers any of the keys, unless the same is asked again before. */
  #answerOf({ entry, pairing }: Paired, keys: readonly string[]): Paired | undefined {
    const { seq, at, connection, direction, channel } = entry;
    const after = this.#capture.nextNeighbours({
      firstSeq: seq + 1,
      lastSeq: seq + stretch,
      connection,
      channel,
      limit: decoded,
    });
    for (const candidate of after) {
      if (pairing.likely && candidate.at - at > likelyWithinMs) return undefined;
      const other = this.#paired(candidate);
      if (!other) continue;
      const turned = candidate.direction !== direction || entry.kind === "open";
      if (turned && keys.some((key) => other.pairing.answers?.includes(key))) return other;
      if (!turned && keys.some((key) => other.pairing.asks?.includes(key))) return undefined;
    }
    return undefined;
  }

  #paired(entry: StoredEntry): Paired | undefined {
    const pairing = pairingOf(this.#reader.read(entry));
    return pairing && { entry, pairing };
  }
}
