/** What the mock's AnyCable sessions tell each other through the hub, and lines for its log. */
import type { ServerEffect } from "../../model/session.ts";

/** `from` is a session id that must not hear it. */
export type ServerSignal =
  | { readonly kind: "whisper"; readonly from: string; readonly data: unknown }
  /** A message with a type of its own: presence, or what a broadcast names. */
  | { readonly kind: "typed"; readonly type: string; readonly message: unknown }
  /** Somebody vanished: look for it when its grace period is over. */
  | { readonly kind: "lost" };

export function signal(topic: string, data: ServerSignal): ServerEffect {
  return { kind: "signal", topic, data };
}

export function note(text: string): ServerEffect {
  return { kind: "note", text };
}
