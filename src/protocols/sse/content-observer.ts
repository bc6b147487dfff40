/** Watches what stands in the streams: things that clients drop without a word, and errors that look like events. */
import type { ObserverEvent } from "../../model/event.ts";
import { nothing } from "../kit/nothing.ts";
import * as verdicts from "./content-verdicts.ts";
import { errorIn } from "./error-in-data.ts";
import type { EventMessage, SseMessage, UnknownFieldMessage } from "./messages.ts";

const fieldNames = ["data", "event", "id", "retry"];
/** A body that is no event stream at all would otherwise give one finding per line. */
const maxUnknownFields = 20;

/** Each kind of fault is told once in a session: the rows show how often it happens. */
export class ContentObserver {
  readonly #told = new Set<string>();
  #unknownFields = 0;
  #lastError: string | undefined;

  message(message: SseMessage, entry: number): readonly ObserverEvent[] {
    switch (message.kind) {
      case "event":
        return this.#event(message, entry);
      case "unknown_field":
        return this.#unknownField(message, entry);
      case "id":
        return [
          ...this.#once("idOnlyBlock", () => verdicts.idOnlyBlock(message.ownId, [entry])),
          ...this.#id(message.ownId, entry),
        ];
      case "invalid_id":
        return this.#once("nulInId", () => verdicts.nulInId([entry]));
      case "invalid_retry":
        return this.#once("invalidRetry", () => verdicts.invalidRetry(message.value, [entry]));
      case "event_without_data":
        if (message.heartbeat) return nothing;
        return this.#once("eventWithoutData", () => verdicts.eventWithoutData(message.channel, [entry]));
      case "bom":
        return this.#once("byteOrderMark", () => verdicts.byteOrderMark([entry]));
      case "malformed":
        return this.#once("blockTooLong", () => verdicts.blockTooLong([entry]));
      default:
        return nothing;
    }
  }

  #event(message: EventMessage, entry: number): readonly ObserverEvent[] {
    const events: ObserverEvent[] = [];
    const { ownId, raw, channel, data } = message;
    if (ownId) events.push(...this.#id(ownId, entry));
    const offset = raw.indexOf("\uFFFD");
    if (offset !== -1) events.push(...this.#once("invalidUtf8", () => verdicts.invalidUtf8(offset, [entry])));
    if (channel === "error" || channel === "open")
      events.push(...this.#once(`reservedName ${channel}`, () => verdicts.reservedName(channel, [entry])));
    const error = errorIn(data);
    if (error !== undefined && error !== this.#lastError) events.push(verdicts.errorInStream(error, [entry]));
    this.#lastError = error;
    return events.length === 0 ? nothing : events;
  }

  #id(id: string, entry: number): readonly ObserverEvent[] {
    if (/^[\0-\x7f]*$/.test(id)) return nothing;
    return this.#once("nonAsciiId", () => verdicts.nonAsciiId(id, [entry]));
  }

  #unknownField(message: UnknownFieldMessage, entry: number): readonly ObserverEvent[] {
    if (this.#unknownFields >= maxUnknownFields) return nothing;
    const events = this.#once(`unknownField ${message.field}`, () =>
      verdicts.unknownField(message.field, meantBy(message.field), [entry]),
    );
    this.#unknownFields += events.length;
    return events;
  }

  #once(name: string, tell: () => ObserverEvent): readonly ObserverEvent[] {
    if (this.#told.has(name)) return nothing;
    this.#told.add(name);
    return [tell()];
  }
}

/** The field that a wrong name comes closest to: `Data`, `data `, a name behind a byte order mark. */
function meantBy(field: string): string | undefined {
  const bare = field.replaceAll("\uFEFF", "").trim().toLowerCase();
  return fieldNames.find((name) => name === bare);
}
