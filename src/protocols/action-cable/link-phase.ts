/** Where a client's link to its server is. While it is being closed it still is open to the person. */
import type { SessionState } from "../../model/session.ts";

export type LinkPhase = "stopped" | "connecting" | "open" | "closing" | "waiting";

export function sessionState(phase: LinkPhase): SessionState {
  return phase === "closing" ? "open" : phase;
}
