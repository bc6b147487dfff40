/** Writes what the mock's server says, in the dialect of its connection. */
import type { FrameData } from "../../model/frame.ts";
import type { Publication } from "../../model/hub.ts";
import { railsJson } from "../action-cable/rails-json.ts";
import { writeBody } from "./encoding.ts";
import type { Position } from "./messages.ts";
import type { Dialect } from "./subprotocols.ts";

/** Go's JSON escapes the same characters as Rails'. */
export function frame(body: Readonly<Record<string, unknown>>, dialect: Dialect): FrameData {
  return dialect.encoding === "json" ? railsJson(body) : writeBody(body, "received", dialect);
}

/** `undefined` and JSON null: AnyCable hands the text `null` on. */
export function dataBody(identifier: string, data: unknown, position?: Position): Record<string, unknown> {
  const body = { identifier, message: data ?? "null" };
  if (!position) return body;
  return { ...body, stream_id: position.streamId, epoch: position.epoch, offset: position.offset };
}

const frames = new WeakMap<Publication, Map<string, FrameData>>();

/** Encoded once per publication, identifier and dialect, whatever the number of subscribers. */
export function publicationFrame(
  identifier: string,
  publication: Publication,
  position: Position | undefined,
  dialect: Dialect,
): FrameData {
  let known = frames.get(publication);
  if (!known) {
    known = new Map();
    frames.set(publication, known);
  }
  const shown = dialect.extended ? position : undefined;
  const key = `${dialect.encoding} ${shown?.epoch ?? ""} ${identifier}`;
  let encoded = known.get(key);
  if (encoded === undefined) {
    encoded = frame(dataBody(identifier, publication.data, shown), dialect);
    known.set(key, encoded);
  }
  return encoded;
}
