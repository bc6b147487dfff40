/** One poll as one line with its numbers: mode, positions, times, end. Folds away where it brought nothing. Judges nothing. */
import type { ObserverEvent } from "../../model/event.ts";
import type { Close } from "../../model/frame.ts";
import { formatCount, formatDuration } from "../kit/words.ts";
import { listPositions } from "./display.ts";
import { modeNames } from "./messages.ts";
import type { PollEnd, PollWatch } from "./poll-watch.ts";

const ends: Readonly<Record<PollEnd, string>> = {
  data: "ended with what it brought",
  "hold over": "the hold was over",
  "at once": "answered at once",
  "ended by the client": "ended by the client",
  cut: "cut",
  "no answer": "no answer",
  refused: "refused",
  "rate limited": "rate limited",
  "no batch": "answered with something else",
};

const routine: readonly PollEnd[] = ["data", "hold over", "at once"];

export function pollRecord(poll: PollWatch, close: Close, at: number, entry: number): ObserverEvent {
  const end = poll.endOf(close, at);
  const holdMs = at - poll.startedAt;
  const firstByteMs = poll.firstAt === undefined ? undefined : poll.firstAt - poll.startedAt;
  const nothing = poll.statuses === 0 ? "nothing new" : "a status";
  const what = poll.messages === 0 ? nothing : formatCount(poll.messages, "message");
  const seq = poll.poll?.seq === undefined ? "" : `seq ${poll.poll.seq} · `;
  const status = end === "refused" || end === "rate limited" ? ` with ${poll.response?.status}` : "";
  const before = listPositions(poll.poll?.positions ?? []);
  const after = listPositions([...poll.after]);
  const first =
    firstByteMs === undefined ? "No block came" : `The first block came after ${formatDuration(firstByteMs)}`;
  return {
    kind: "polled",
    level: "note",
    title: `${seq}${modeNames[poll.mode]} · ${formatDuration(holdMs)} · ${what} · ${ends[end]}${status}`,
    explanation: `Positions before: ${before || "none"}. After: ${after || "none"}. ${first}, in ${formatCount(poll.blocks, "arrival")}.`,
    evidence: [poll.entry, entry],
    fromAt: poll.startedAt,
    toAt: at,
    heartbeat: (poll.messages === 0 && routine.includes(end)) || undefined,
    measures: {
      ...(poll.poll?.seq === undefined ? {} : { seq: poll.poll.seq }),
      holdMs,
      ...(firstByteMs === undefined ? {} : { firstByteMs }),
      messages: poll.messages,
      blocks: poll.blocks,
    },
  };
}
