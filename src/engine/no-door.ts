/** The row of the mock server's timeline that says that somebody knocked where there is no door. */
import type { MissedDoor } from "../../mock-server/witness.ts";
import type { ObserverEvent } from "../model/event.ts";

/** Its kind, `noDoor`, has a page in docs/verdicts. */
export function noDoor({ asked, address, doors }: MissedDoor): ObserverEvent {
  return {
    kind: "noDoor",
    level: "warning",
    title: `${asked} from ${address} was answered 404: there is no door`,
    explanation:
      "The mock server speaks its protocols at the paths of its doors, and this is none of them. The client sees an answer with " +
      "status 404, and a WebSocket that never opens.",
    advice: [`Use one of the doors: ${doors.join(", ")}.`, "Look at the address that the app is configured with."],
  };
}
