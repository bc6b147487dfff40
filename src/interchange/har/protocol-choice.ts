/**
 * Which protocol an entry speaks: by its address, its subprotocol and its type, and for WebSockets by whether a protocol
 * makes sense of what came. Names no protocol: it asks all of them.
 */
import type { DataFrame } from "../../model/frame.ts";
import type { Clue, Protocol } from "../../model/protocol.ts";
import { headerValue } from "../../protocols/kit/headers.ts";
import { protocols } from "../../protocols/registry.ts";
import { addressOf, type DatedEntry, isWebSocketEntry } from "./dated-entry.ts";
import { entrySteps } from "./entry-steps.ts";

/** Less sure, and it is one of the many ordinary requests of a page. */
const sureEnough = 0.5;
/** What looks like a poll is one when it is asked again and again. */
const polledOften = 4;
const likeAPoll = 0.35;
const sampleSize = 20;

export interface HttpRepeats {
  /** How often this method asked this address, its query aside. */
  of(entry: DatedEntry): number;
}

export function chooseProtocol(entry: DatedEntry, path: string, repeats: HttpRepeats): Protocol | undefined {
  const named = protocols.find(({ id }) => id === entry.framescope?.protocol);
  if (named) return named;
  return isWebSocketEntry(entry) ? chooseForWebSocket(entry, path) : chooseForHttp(entry, repeats);
}

function chooseForHttp(entry: DatedEntry, repeats: HttpRepeats): Protocol | undefined {
  const clue = clueOf(entry);
  const [best, confidence] = likeliest("http", (protocol) => protocol.match(clue));
  if (best === undefined || (clue.status !== undefined && clue.status >= 300 && clue.status < 304)) return undefined;
  if (confidence >= sureEnough) return best;
  return best.polls && confidence >= likeAPoll && repeats.of(entry) >= polledOften ? best : undefined;
}

function chooseForWebSocket(entry: DatedEntry, path: string): Protocol | undefined {
  const clue = clueOf(entry);
  const sample = sampleOf(entry, path);
  return likeliest("websocket", (protocol) => protocol.match(clue) + sense(protocol, sample))[0];
}

function likeliest(
  transport: Protocol["transport"],
  rate: (protocol: Protocol) => number,
): readonly [Protocol | undefined, number] {
  let best: Protocol | undefined;
  let highest = 0;
  for (const protocol of protocols) {
    if (protocol.transport !== transport) continue;
    const rating = rate(protocol);
    if (rating > highest) [best, highest] = [protocol, rating];
  }
  return [best, highest];
}

interface Sample {
  readonly frames: readonly DataFrame[];
  readonly handshake: Parameters<Protocol["createDecoder"]>[1] | undefined;
}

function sampleOf(entry: DatedEntry, path: string): Sample {
  const frames: DataFrame[] = [];
  let handshake: Sample["handshake"];
  for (const step of entrySteps(entry, path, 1)) {
    if (step.kind === "opened") handshake = step.handshake;
    if (step.kind !== "frame") continue;
    const { frame } = step;
    if ((frame.kind === "text" || frame.kind === "binary") && frame.direction === "received") frames.push(frame);
    if (frames.length >= sampleSize) break;
  }
  return { frames, handshake };
}

/** Above 0: it knows these messages, and its own greetings among them. Below: it cannot read them. */
function sense(protocol: Protocol, { frames, handshake }: Sample): number {
  if (!handshake || frames.length === 0) return 0;
  let known = 0;
  let strange = 0;
  try {
    const decoder = protocol.createDecoder("received", handshake);
    for (const message of frames.flatMap((frame) => decoder.decode(frame))) {
      if (message.kind === "malformed" || message.kind === "unknown") strange += 1;
      else if (message.heartbeat || protocol.lifecycle?.includes(message.kind)) known += 1;
    }
  } catch {
    return -1;
  }
  return strange > 0 ? -strange / frames.length : known > 0 ? 0.5 : 0;
}

function clueOf(entry: DatedEntry): Clue {
  const { response } = entry;
  const headers = response?.headers ?? [];
  return {
    url: addressOf(entry),
    status: response?.status,
    contentType: headerValue(headers, "content-type"),
    subprotocol: headerValue(headers, "sec-websocket-protocol"),
  };
}
