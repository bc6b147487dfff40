/** A client's request as a scenario sees it: what was asked, through which door, and in which protocol. */
import type { RequestHead } from "../../src/model/frame.ts";

export interface Visit {
  /** The door's path. */
  readonly door: string;
  /** The protocol's id. */
  readonly protocol: string;
  readonly request: RequestHead;
}
