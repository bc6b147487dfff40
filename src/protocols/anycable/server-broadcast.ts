/**
 * `POST /_broadcast`, AnyCable's HTTP broadcasting, so that an app that is configured for AnyCable publishes into the mock:
 * one publication or an array, answered with 201 whatever is in it, as the real one does. Without a key of its own it takes
 * any.
 */
import type { RequestHead } from "../../model/frame.ts";
import type { ServerEffect } from "../../model/session.ts";
import { headerValue } from "../kit/headers.ts";
import { isRecord, parseJson } from "../kit/json.ts";
import { decodeUtf8 } from "../kit/utf8.ts";
import { note, signal } from "./server-signals.ts";
import type { ServerState } from "./server-state.ts";

export const broadcastPath = "/_broadcast";

export interface Broadcasting {
  readonly state: ServerState;
  /** Undefined: none is asked for. */
  readonly key: string | undefined;
}

export function broadcast(request: RequestHead, body: Uint8Array, options: Broadcasting): readonly ServerEffect[] {
  const { state, key } = options;
  if (request.method !== "POST") return [answer(422)];
  if (key !== undefined && headerValue(request.headers, "authorization") !== `Bearer ${key}`) return [answer(401)];
  const text = decodeUtf8(body);
  const parsed = text.ok ? parseJson(text.text) : text;
  if (!parsed.ok) return [note(`a broadcast that is ${parsed.reason}`), answer(201)];
  const items = "value" in parsed ? parsed.value : undefined;
  return [...(Array.isArray(items) ? items : [items]).flatMap((item) => publish(item, state)), answer(201)];
}

function publish(item: unknown, state: ServerState): readonly ServerEffect[] {
  if (!isRecord(item)) return [note("a broadcast that is no object")];
  if (item.command !== undefined)
    return [note(`remote command "${String(item.command)}": the mock has its own “kick”`)];
  const { stream, data } = item;
  if (typeof stream !== "string" || stream === "" || data === undefined) {
    return [note("a broadcast without `stream` or `data`")];
  }
  const meta = isRecord(item.meta) ? item.meta : {};
  const message = dataOf(data);
  const excluded = typeof meta.exclude_socket === "string" ? meta.exclude_socket : "";
  if (typeof meta.broadcast_type === "string") {
    return [signal(stream, { kind: "typed", type: meta.broadcast_type, message })];
  }
  if (meta.transient === true) return [signal(stream, { kind: "whisper", from: excluded, data: message })];
  if (excluded !== "") state.exclude(message, excluded);
  return [{ kind: "publish", topic: stream, data: message }];
}

/** A string of JSON counts as what it holds, any other string as itself. */
function dataOf(data: unknown): unknown {
  if (typeof data !== "string") return data;
  const parsed = parseJson(data);
  return parsed.ok ? parsed.value : data;
}

function answer(status: number): ServerEffect {
  return { kind: "respond", status, headers: [["Content-Length", "0"]] };
}
