/** Makes one message of each cycle, and reads it again from what was stored. */
import type { DataFrame, Direction, FrameData, Handshake, ResponseHead } from "../../model/frame.ts";
import type { Decoder, StoredMessage } from "../../model/protocol.ts";
import { headerValue } from "../kit/headers.ts";
import { parseJson } from "../kit/json.ts";
import { nothing } from "../kit/nothing.ts";
import { RequestBodyDecoder, routineRequestBody } from "../kit/request-body.ts";
import { isEmptyBody, readBody } from "./body.ts";
import type { Items } from "./items.ts";
import type { PollingMessage } from "./messages.ts";
import { positionOf } from "./position.ts";

/** Characters of a body that are decoded; a longer one is told as malformed and stays whole in its frames. */
export const maxBodyLength = 8 * 1024 * 1024;
/** Characters kept of a body that is too long. */
const shownOfTooLong = 64 * 1024;
const tooLong = "longer than 8 Mi characters, so it is not decoded; all of it is in the frames";

export function createDecoder(direction: Direction, handshake: Handshake, items: Items): Decoder<PollingMessage> {
  return direction === "sent"
    ? new RequestBodyDecoder(routineRequestBody)
    : new ReplyDecoder(handshake.response, items);
}

/** One message at the end of the body, or as soon as it is too long. */
class ReplyDecoder implements Decoder<PollingMessage> {
  readonly #response: ResponseHead;
  readonly #items: Items;
  readonly #utf8 = new TextDecoder("utf-8");
  #text = "";
  #isTold = false;

  constructor(response: ResponseHead, items: Items) {
    this.#response = response;
    this.#items = items;
  }

  decode(frame: DataFrame): readonly PollingMessage[] {
    if (this.#isTold) return nothing;
    this.#text += typeof frame.data === "string" ? frame.data : this.#utf8.decode(frame.data, { stream: true });
    if (this.#text.length <= maxBodyLength) return nothing;
    this.#isTold = true;
    const raw = this.#text.slice(0, shownOfTooLong);
    this.#text = "";
    return [{ kind: "malformed", reason: tooLong, raw }];
  }

  end(): readonly PollingMessage[] {
    if (this.#isTold) return nothing;
    this.#isTold = true;
    return [messageOf(this.#response, this.#text + this.#utf8.decode(), this.#items)];
  }

  holdsPart(): boolean {
    return this.#text !== "" && !this.#isTold;
  }
}

function messageOf(response: ResponseHead, raw: string, items: Items): PollingMessage {
  const { status } = response;
  if (status === 304) return nothingNew("not_modified", raw, positionOf(response, undefined));
  if (status === 204) return nothingNew("no_content", raw, positionOf(response, undefined));
  if (status === 408) return nothingNew("timed_out", raw, positionOf(response, undefined));
  if (status === 429) return { kind: "rate_limited", raw };
  if (status < 200 || status > 299) return { kind: "refused", raw };
  const body = readBody(raw);
  const position = positionOf(response, body.payload);
  if (isEmptyBody(raw, body, items)) return nothingNew("empty", raw, position);
  if (body.format !== "text" || !isJsonType(response)) return { kind: "reply", ...body, raw, eventId: position };
  return malformed(raw);
}

function nothingNew(
  kind: "not_modified" | "no_content" | "timed_out" | "empty",
  raw: string,
  eventId: string | undefined,
): PollingMessage {
  return { kind, heartbeat: true, raw, eventId };
}

function malformed(raw: string): PollingMessage {
  const json = parseJson(raw);
  return json.ok
    ? { kind: "malformed", reason: tooLong, raw }
    : { kind: "malformed", reason: json.reason, offset: json.offset, raw };
}

/** `application/json`, `application/problem+json`; not JSON lines, which may be one line only. */
function isJsonType({ headers }: ResponseHead): boolean {
  return /^application\/(?:[\w.-]+\+)?json\b/i.test(headerValue(headers, "content-type") ?? "");
}

export function readMessage(stored: StoredMessage): PollingMessage {
  const raw = textOf(stored.data);
  switch (stored.kind) {
    case "request_body":
      return routineRequestBody(raw);
    case "not_modified":
    case "no_content":
    case "timed_out":
    case "empty":
      return { kind: stored.kind, heartbeat: true, raw, eventId: stored.eventId };
    case "refused":
    case "rate_limited":
      return { kind: stored.kind, raw };
    case "malformed":
      return raw.length >= shownOfTooLong ? { kind: "malformed", reason: tooLong, raw } : malformed(raw);
    default:
      return { kind: "reply", ...readBody(raw), raw, eventId: stored.eventId };
  }
}

function textOf(data: FrameData): string {
  return typeof data === "string" ? data : new TextDecoder().decode(data);
}
