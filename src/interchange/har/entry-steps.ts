/** The steps of one HAR entry, read from the file when their turn comes. Knows what several exporters write, and no protocol. */
import type { Frame, FrameData, RequestHead } from "../../model/frame.ts";
import { headerValue } from "../../protocols/kit/headers.ts";
import type { Step } from "../step.ts";
import { addressOf, type DatedEntry, isWebSocketEntry, startOf } from "./dated-entry.ts";
import { readText, sizeOf } from "./file-values.ts";
import { httpSteps } from "./http-steps.ts";
import { webSocketSteps } from "./web-socket-steps.ts";

export function* entrySteps(entry: DatedEntry, path: string, connection: number): Generator<Step> {
  const startedAt = startOf(entry);
  const sent = readText(path, entry.requestBody);
  const head: RequestHead = { ...entry.request, url: addressOf(entry) };
  const request = sent === undefined ? head : withLength(head, sent);
  const frame = (at: number, frame: Frame): Step => ({ kind: "frame", at, connection, frame });
  if (request.headers.length > 0 || !isWebSocketEntry(entry))
    yield frame(startedAt, { kind: "request", direction: "sent", head: request });
  if (sent !== undefined && sent.length > 0) yield frame(startedAt, { kind: "chunk", direction: "sent", data: sent });
  const steps = isWebSocketEntry(entry) ? webSocketSteps : httpSteps;
  yield* steps(entry, request, path, connection);
}

/** Some exporters leave it out, though no body goes without (RFC 9112 section 6.3): a decoder has to know when it is whole. */
function withLength(request: RequestHead, body: FrameData): RequestHead {
  const { headers } = request;
  const isTold = ["content-length", "transfer-encoding"].some((name) => headerValue(headers, name) !== undefined);
  return isTold ? request : { ...request, headers: [...headers, ["content-length", String(sizeOf(body))]] };
}
