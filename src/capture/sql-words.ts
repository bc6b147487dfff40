/** Pieces of SQL about an entry `e` with its first frame `f`, by the names that filters have for them. */
import { bodyBit } from "./codes.ts";

export const isEvent = "e.tags & 3 = 2";
export const isTransport = "e.tags & 3 = 1";
export const isMessage = "e.tags & 3 = 0";

const body = "(SELECT body FROM bodies b WHERE b.seq = e.seq)";

/** An entry's text: its own or its frame's; NULL where that is bytes. */
export const ownText = `CASE WHEN e.tags & ${bodyBit} THEN ${body} WHEN typeof(f.data) = 'text' THEN f.data END`;

/** Of an opening, or of the answer that refused one. */
export const httpStatus = `ifnull(json_extract(${body}, '$.handshake.response.status'),
  json_extract(${body}, '$.close.response.status'))`;

/** As APIs tell it: 1005 for a close frame without a code, 1006 where none came. */
export const closeCode = `CASE
  WHEN json_extract(${body}, '$.kind') = 'ws_close' THEN ifnull(json_extract(${body}, '$.frame.code'), 1005)
  WHEN json_extract(${body}, '$.close.kind') = 'closed' THEN
    CASE WHEN json_type(${body}, '$.close.seen') IS NULL THEN 1006
      ELSE ifnull(json_extract(${body}, '$.close.seen.code'), 1005) END
  END`;

const slashes = "(length(e.event_id) - length(replace(e.event_id, '/', '')))";

/** The counting part of an id: all of it, the offset of \`epoch/offset\`, or that of AnyCable's \`offset/epoch/stream\`. */
export const eventIdNumber = `CAST(CASE
  WHEN ${slashes} = 1 THEN substr(e.event_id, instr(e.event_id, '/') + 1)
  WHEN e.event_id GLOB '[0-9]*' THEN e.event_id END AS INTEGER)`;
