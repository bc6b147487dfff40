/** The words of every event about what stands in the stream. Decides nothing. */
import type { ObserverEvent } from "../../model/event.ts";
import { oneLine } from "../kit/words.ts";

type Evidence = readonly number[];

export function unknownField(field: string, meant: string | undefined, evidence: Evidence): ObserverEvent {
  const shown = oneLine(JSON.stringify(field), 60);
  return {
    kind: "unknownField",
    level: meant === undefined ? "note" : "warning",
    title:
      meant === undefined ? `lines with the unknown field ${shown} are ignored` : `${shown} is not ${meant}: ignored`,
    explanation:
      "Every client ignores such lines without a word. Field names are data, event, id and retry, in lower case, with the " +
      "colon right behind.",
    advice:
      meant === undefined
        ? ["If this was meant to be data, begin each of its lines with data:. A lone CR inside data ends a line too."]
        : [`Write ${meant}: instead.`],
    evidence,
  };
}

export function unfinishedBlock(data: string | undefined, evidence: Evidence): ObserverEvent {
  return {
    kind: "unfinishedBlock",
    level: "warning",
    title: "the stream ended inside a block",
    explanation:
      data === undefined
        ? "No blank line ended the last block. By the standard it is dropped."
        : `Readings differ. By the standard the last block is dropped, since no blank line ended it: EventSource delivers nothing. Several clients for language models deliver it at the end: ${oneLine(data, 120)}`,
    advice: [
      "Have the server end every event with a blank line, the last one too.",
      "Look for a server that was cut while writing.",
    ],
    evidence,
  };
}

export function idOnlyBlock(id: string, evidence: Evidence): ObserverEvent {
  return {
    kind: "idOnlyBlock",
    level: "note",
    title:
      id === ""
        ? "a block without data cleared the last event id"
        : `a block without data set the last event id to ${oneLine(id, 60)}`,
    explanation:
      "By the standard it counts, and browsers send it when they reconnect. The eventsource package up to version 4 does not " +
      "see it, and resumes from an older id.",
    evidence,
  };
}

export function nonAsciiId(id: string, evidence: Evidence): ObserverEvent {
  return {
    kind: "nonAsciiId",
    level: "note",
    title: `an id with letters outside ASCII: ${oneLine(id, 60)}`,
    explanation:
      "Browsers send it back as UTF-8, and the server must read the header so. Other clients send Latin-1 or fail at every " +
      "reconnect (the eventsource package up to version 4 on Node).",
    advice: ["Use ids of ASCII characters."],
    eventId: id,
    evidence,
  };
}

export function nulInId(evidence: Evidence): ObserverEvent {
  return {
    kind: "nulInId",
    level: "warning",
    title: "an id with U+0000 in it is ignored",
    explanation: "The id before it stays in effect, so a reconnect resumes from there.",
    evidence,
  };
}

export function invalidRetry(value: string, evidence: Evidence): ObserverEvent {
  return {
    kind: "invalidRetry",
    level: "warning",
    title: `retry: ${oneLine(value, 40) || "(empty)"} is ignored`,
    explanation: "A reconnection time is digits only, in milliseconds. The time before it stays in effect.",
    advice: ["Write milliseconds with no unit, sign or point: retry: 10000."],
    evidence,
  };
}

export function eventWithoutData(type: string, evidence: Evidence): ObserverEvent {
  return {
    kind: "eventWithoutData",
    level: "warning",
    title: `an event ${oneLine(type, 60)} without data is never delivered`,
    explanation: "A block without a data line dispatches nothing, so no listener is called.",
    advice: ["Add a data: line; it may be empty."],
    evidence,
  };
}

export function byteOrderMark(evidence: Evidence): ObserverEvent {
  return {
    kind: "byteOrderMark",
    level: "note",
    title: "the stream starts with a byte order mark",
    explanation:
      "The standard drops one at the very start. Clients that decode by hand may keep it and lose the first line.",
    advice: ["Have the server write UTF-8 without a byte order mark."],
    evidence,
  };
}

export function invalidUtf8(offset: number, evidence: Evidence): ObserverEvent {
  return {
    kind: "invalidUtf8",
    level: "warning",
    title: `replacement characters (U+FFFD), the first at character ${offset} of its block`,
    explanation:
      "Event streams are UTF-8 whatever the headers say, and bytes that are not become U+FFFD. Either such bytes came, or the " +
      "server sent the replacement character itself, having lost the letter before. The bytes are in the frame.",
    advice: ["Look for text in another encoding (Latin-1), or cut in the middle of a character before it was sent."],
    evidence,
  };
}

export function reservedName(type: string, evidence: Evidence): ObserverEvent {
  return {
    kind: "reservedName",
    level: "note",
    title: `an event of the name ${type}`,
    explanation: `EventSource has an event of its own called ${type}: listeners get both and can tell them apart only by their data.`,
    evidence,
  };
}

export function errorInStream(message: string, evidence: Evidence): ObserverEvent {
  return {
    kind: "errorInStream",
    level: "error",
    title: `the server reports an error inside the stream: ${oneLine(message, 160)}`,
    explanation:
      "The status was fine, since it was sent before the error happened. Clients see an ordinary event and must look for the " +
      "error in it.",
    evidence,
  };
}

export function blockTooLong(evidence: Evidence): ObserverEvent {
  return {
    kind: "blockTooLong",
    level: "error",
    title: "a block without an end was given up",
    explanation:
      "It grew beyond 16 777 216 characters. What comes up to the next blank line is kept in the frames but not read. Browsers " +
      "have no limit but memory.",
    advice: ["Have the server end each event with a blank line, and send large things in parts."],
    evidence,
  };
}
