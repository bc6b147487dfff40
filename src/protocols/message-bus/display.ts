/** How messages look in rows and details. Shows, never judges. */
import type { Description, Fact, TextBlock } from "../../model/protocol.ts";
import { compactJson, parseJson } from "../kit/json.ts";
import { formatCount, oneLine } from "../kit/words.ts";
import { type MessageBusMessage, modeNames, type PollMessage } from "./messages.ts";
import { positionNumber } from "./poll-request.ts";

const summaryLength = 300;

export function summarize(message: MessageBusMessage): string {
  switch (message.kind) {
    case "message":
      return typeof message.data === "string"
        ? oneLine(message.data, summaryLength) || "empty"
        : compactJson(message.data, summaryLength);
    case "broadcast":
      return `publishes ${oneLine(message.data, summaryLength - 10)}`;
    case "status":
      return `moves ${oneLine(listPositions(message.positions) || "nothing", summaryLength - 6)}`;
    case "empty":
      return "nothing new";
    case "body":
      return oneLine(message.text, summaryLength);
    case "unfinished":
      return `the reply ended in the middle of a block: ${oneLine(message.raw, 200)}`;
    case "malformed":
      return message.reason;
    case "unknown":
      return `unknown: ${oneLine(message.type, 100)}`;
    default:
      return summarizePoll(message);
  }
}

function summarizePoll({ seq, positions }: PollMessage): string {
  const asked = positions.length === 0 ? "no channels" : oneLine(listPositions(positions), summaryLength - 20);
  return seq === undefined ? asked : `seq ${seq} · ${asked}`;
}

/** `/room/7 12, /news -1`; the longest lists are cut by count, so that they cost no more than they show. */
export function listPositions(positions: readonly (readonly [channel: string, position: string | number])[]): string {
  const shown = positions.slice(0, 20).map(([channel, position]) => `${channel} ${position === "" ? '""' : position}`);
  return positions.length > shown.length
    ? `${shown.join(", ")} and ${positions.length - shown.length} more`
    : shown.join(", ");
}

export function describe(message: MessageBusMessage): Description {
  switch (message.kind) {
    case "message":
      return {
        facts: [
          { label: "Channel", value: message.channel },
          { label: "Message id", value: String(message.messageId), aside: "the position to go on from" },
          { label: "Global id", value: String(message.globalId), aside: "counts over all channels" },
        ],
        payload: message.data,
      };
    case "broadcast":
      return {
        facts: [{ label: "Channel", value: message.channel, aside: "published over HTTP, where the app allows it" }],
        texts: [block("Data", message.data)],
      };
    case "status":
      return {
        facts: message.positions.map(([channel, position]) => ({
          label: channel,
          value: String(position),
          aside: "the client's new position; the app never sees it",
        })),
        payload: Object.fromEntries(message.positions),
      };
    case "empty":
      return { facts: [{ label: "Batch", value: "empty", aside: "the stream works, or the poll ends with nothing" }] };
    case "body":
      return {
        facts: [{ label: "Length", value: formatCount(message.text.length, "character") }],
        texts: [block("Body", message.text)],
      };
    case "unfinished":
      return {
        facts: [{ label: "Block", value: "unfinished", aside: "clients drop it and ask again from their positions" }],
        texts: [block("Block", message.raw)],
      };
    case "malformed":
      return { facts: malformedFacts(message), texts: [block("Text", message.raw)] };
    case "unknown":
      return { facts: [{ label: "Type", value: message.type }] };
    default:
      return describePoll(message);
  }
}

function malformedFacts({ reason, offset }: { readonly reason: string; readonly offset?: number | undefined }): Fact[] {
  const facts: Fact[] = [{ label: "Fault", value: reason }];
  if (offset !== undefined) facts.push({ label: "Offset", value: String(offset), aside: "characters from the start" });
  facts.push({ label: "Official client", value: "skips the block", aside: "and says so in the console only" });
  return facts;
}

function describePoll({ kind, seq, positions }: PollMessage): Description {
  const facts: Fact[] = [{ label: "Mode", value: modeNames[kind], aside: modeAsides[kind] }];
  facts.push(
    seq === undefined
      ? { label: "__seq", value: "none", aside: "counts as 0" }
      : { label: "__seq", value: String(seq), aside: "the client's count of its polls" },
  );
  for (const [channel, position] of positions)
    facts.push({ label: channel, value: position === "" ? '""' : position, aside: meaningOf(position) });
  return { facts };
}

const modeAsides: Readonly<Record<PollMessage["kind"], string>> = {
  stream: "held; answered in blocks as things happen",
  long_poll: "held until the first thing happens",
  plain_poll: "answered at once (dlp=t)",
};

/** message_bus 4.5.2, lib/message_bus/client.rb, `backlog`. */
function meaningOf(position: string): string {
  const number = positionNumber(position);
  if (number === undefined) return "from now on, with no status";
  if (number === 0) return "all that is kept";
  if (number > 0) return `what came after ${number}`;
  return number === -1 ? "from now on; a status tells the position" : `the last ${-number - 1}, and what comes`;
}

function block(title: string, text: string): TextBlock {
  const language = /^\s*</.test(text) ? "html" : parseJson(text.slice(0, 64 * 1024)).ok ? "json" : "plaintext";
  return { title, language, text };
}
