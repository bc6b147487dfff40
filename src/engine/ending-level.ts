/** How bad the ending of a connection is for its row, so that an abnormal one can be seen among a thousand rows. */
import type { Level } from "../model/event.ts";
import type { Close } from "../model/frame.ts";

/** Undefined for an ending that was meant: by a close frame, by the end of a body, or by ourselves. */
export function endingLevel(close: Close): Level | undefined {
  switch (close.kind) {
    case "refused":
      return "error";
    case "failed":
      return close.failure.code === "aborted" ? undefined : "error";
    case "closed":
      return close.failure && !close.seen ? "error" : undefined;
    case "ended":
      return close.failure && !close.aborted ? "error" : undefined;
  }
}
