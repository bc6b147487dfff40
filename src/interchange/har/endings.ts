/** How a connection began and ended, as far as a HAR tells. */
import type { Close, Handshake, RequestHead } from "../../model/frame.ts";
import { headerValue } from "../../protocols/kit/headers.ts";
import type { HarEntry } from "./index-entries.ts";

export function handshakeOf(request: RequestHead, response: HarEntry["response"], entry: HarEntry): Handshake {
  const found = response ?? { status: 101, reason: "", httpVersion: "1.1", headers: [] };
  const offered = headerValue(request.headers, "sec-websocket-protocol")?.split(/,\s*/) ?? [];
  const extensions = headerValue(found.headers, "sec-websocket-extensions");
  return {
    request,
    response: found,
    offered,
    subprotocol: headerValue(found.headers, "sec-websocket-protocol") || undefined,
    ...(extensions !== undefined && { extensions }),
    ...(entry.serverAddress !== undefined && { remoteAddress: entry.serverAddress }),
  };
}

/** What a client gave up by itself has nothing that had to be explained. */
export function isAborted(error: string): boolean {
  return /abort|cancel/i.test(error);
}

/** `aborted` is the code of what a client gave up by itself: nothing that has to be explained. */
export function failed(error: string | undefined): Extract<Close, { kind: "failed" }> {
  const told = /^((?:net::)?[A-Z][A-Z0-9_]{3,})(?::\s*(.+))?$/.exec(error ?? "");
  const code = error === undefined || isAborted(error) ? "aborted" : (told?.[1] ?? "FAILED");
  const message = told?.[2] ?? error ?? "the file has a request and no answer to it";
  return { kind: "failed", failure: { stage: "connect", code, message } };
}

/** How such a connection ends when the next one of the same page begins. */
export const endUnknown: Close = {
  kind: "closed",
  failure: { stage: "reset", code: "NOT_RECORDED", message: "the file does not tell how it ended" },
};
