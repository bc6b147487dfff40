/** A position as text, within its stream: what event ids and sentences show. */
import type { Position } from "./messages.ts";

/** `vRXl/4211`. The stream stands beside it in the details: positions of other streams are another matter. */
export function positionText({ epoch, offset }: Omit<Position, "streamId">): string {
  return `${epoch}/${offset}`;
}
