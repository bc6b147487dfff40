/** Short ways to write the effects that the mock's half has most often. */
import type { ServerEffect } from "../../model/session.ts";

export function send(data: string): ServerEffect {
  return { kind: "send", data };
}

/** A line for the mock's own log; the client sees nothing of it. */
export function note(text: string): ServerEffect {
  return { kind: "note", text };
}
