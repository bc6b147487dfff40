/** The words of every event about the ids of a channel. Decides nothing. */
import type { ObserverEvent } from "../../model/event.ts";
import { formatCount } from "../kit/words.ts";

type Evidence = readonly number[];

function missingBetween(after: number, found: number): string {
  return `${formatCount(found - after - 1, "message")}`;
}

export function gapFound(
  channel: string,
  after: number,
  found: number,
  hasFilters: boolean,
  evidence: Evidence,
): ObserverEvent {
  return {
    kind: "gapFound",
    level: hasFilters ? "note" : "warning",
    mark: hasFilters ? undefined : "gap",
    title: `${missingBetween(after, found)} missing between ${after} and ${found}`,
    explanation: hasFilters
      ? "This channel has messages for others only. While a poll is held such a message leaves no trace but this hole; only a backlog is followed by a status."
      : "The ids of this channel count without holes, and no status followed that would say that the rest was not meant for this client. So it was for others only and came while the poll was held, or it is lost.",
    advice: hasFilters
      ? undefined
      : [
          "Look whether the channel is published to with user_ids, group_ids or client_ids, or has a client message filter: then the hole is no loss.",
          "Look into the server's log for errors of its backend at this moment (MessageBus catches up by global ids, with four tries).",
        ],
    channel,
    eventId: String(found),
    evidence,
    measures: { missing: found - after - 1 },
  };
}

export function backlogLost(channel: string, after: number, found: number, evidence: Evidence): ObserverEvent {
  return {
    kind: "gapFound",
    level: "warning",
    mark: "gap",
    title: `${missingBetween(after, found)} after ${after} are gone from the backlog`,
    explanation: `The client asked for what came after ${after}, and the backlog begins at ${found}. The server gives what is left and says nothing of the rest: it is lost to this client.`,
    advice: [
      "Raise max_backlog_size (1000 a channel) or max_backlog_age (7 days) for this channel.",
      "Have the page load its state anew when it was away for long.",
    ],
    channel,
    eventId: String(found),
    evidence,
    measures: { missing: found - after - 1 },
  };
}

export function backlogTrimmed(channel: string, found: number, evidence: Evidence): ObserverEvent {
  return {
    kind: "backlogTrimmed",
    level: "note",
    title: `the backlog begins at ${found}`,
    explanation:
      "From 0 a client gets all that is kept; what came before is not kept any more, or was for others only.",
    channel,
    eventId: String(found),
    evidence,
  };
}

export function idsAreGlobal(evidence: Evidence): ObserverEvent {
  return {
    kind: "idsAreGlobal",
    level: "note",
    title: "ids count over all channels: holes are normal here",
    explanation:
      "Every message id equals its global id, as with the memory and PostgreSQL backends. The ids of one channel have holes then, so a loss cannot be told from them.",
    advice: ["With the Redis backend the ids of each channel count by themselves, and losses show."],
    evidence,
  };
}

export function filtered(
  channel: string,
  hidden: number | undefined,
  position: number,
  evidence: Evidence,
): ObserverEvent {
  return {
    kind: "filtered",
    level: "note",
    title: `${hidden === undefined || hidden <= 0 ? "messages" : formatCount(hidden, "message")} up to ${position} were for others: filtered out`,
    explanation:
      "The backlog held messages for other users, groups or clients. They are left out, and the status moves the position past them, so that they are not asked for again. Nothing is lost.",
    channel,
    evidence,
    measures: hidden === undefined ? undefined : { hidden },
  };
}

export function serverReset(channel: string, from: number, position: number, evidence: Evidence): ObserverEvent {
  return {
    kind: "serverReset",
    level: "warning",
    mark: "reset",
    title: `backlog reset: the server is at ${position}, the client was at ${from}`,
    explanation:
      "The server has never given out the client's position, so its backlog was emptied or is another one. The client goes on from the server's position; what was published in between and before its poll came is lost to it.",
    advice: [
      "Look whether Redis was flushed, restarted without persistence, or replaced; ids also expire after 7 days without a message.",
      "With the memory backend each process has a backlog of its own, and a restart empties it.",
    ],
    channel,
    evidence,
    measures: { position, from },
  };
}

export function startedFromNow(channel: string, position: number, evidence: Evidence): ObserverEvent {
  return {
    kind: "startedFromNow",
    level: "note",
    title: `subscribed from now on, after ${position}`,
    explanation:
      "Position -1, the default, asks for new messages only: what was published before is skipped. The status tells where that is.",
    advice: [
      "Subscribe with 0 for all that is kept, with -3 for the last two, or with the id that the page was built at.",
    ],
    channel,
    evidence,
  };
}

export function skippedAhead(channel: string, from: number, position: number, evidence: Evidence): ObserverEvent {
  return {
    kind: "skippedAhead",
    level: "warning",
    mark: "gap",
    title: `${formatCount(position - from, "message")} after ${from} skipped: subscribed again from now on`,
    explanation: `The client had read up to ${from} and subscribed anew with -1, which means from now on. What came in between was never asked for.`,
    advice: ["Subscribe again with the last message id instead of without one."],
    channel,
    evidence,
    measures: { missing: position - from },
  };
}

export function repeated(channel: string, id: number, before: number, evidence: Evidence): ObserverEvent {
  return {
    kind: "repeated",
    level: "warning",
    mark: "duplicate",
    title: `id ${id} came again after ${before}`,
    explanation:
      "The client had asked for what comes after it, so it was the server that sent it twice or out of order.",
    channel,
    eventId: String(id),
    evidence,
  };
}

export function replayed(channel: string, count: number, asked: number | undefined, evidence: Evidence): ObserverEvent {
  return {
    kind: "replayed",
    level: "note",
    title: `${formatCount(count, "message")} again, as the client asked (from ${asked ?? "an empty position"})`,
    explanation:
      "The client had these messages and asked from an older position: it subscribed anew with an old id, or it is paused, which keeps its positions where they are. The server did right.",
    advice: ["Keep the id of the last message, not the one that the page was built at, for subscribing again."],
    channel,
    evidence,
    measures: { repeated: count },
  };
}

export function backlogReplayed(
  channel: string,
  count: number,
  asked: number | undefined,
  evidence: Evidence,
): ObserverEvent {
  return {
    kind: "backlogReplayed",
    level: "note",
    title: `${formatCount(count, "message")} from the backlog (from ${asked ?? "an empty position"})`,
    explanation: "They were published before the client came, and it asked for them with its position.",
    channel,
    evidence,
    measures: { replayed: count },
  };
}
