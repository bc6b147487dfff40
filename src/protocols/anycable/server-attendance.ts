/** Who is present without a session: people that the one who runs the mock lets come and go. */
import type { Attendance } from "../../model/hub.ts";
import type { PresenceBook } from "./presence-book.ts";
import type { ServerSignal } from "./server-signals.ts";

/** Holds such people's places in the book, where sessions hold theirs by an id of their own. */
const nobodysSession = "(no session)";

/** What the sessions on the stream have to be told, if anything has changed for them. */
export function attend({ kind, topic, id, info }: Attendance, book: PresenceBook): ServerSignal | undefined {
  const hasChanged =
    kind === "join" ? book.join(topic, { id, info }, nobodysSession) : book.leave(topic, id, nobodysSession);
  if (!hasChanged) return undefined;
  const message = kind === "join" ? { type: "join", id, info } : { type: "leave", id };
  return { kind: "typed", type: "presence", message };
}
