/** A reply answers its request: the body that was posted, or the request itself. */
import type { Pairing } from "../../model/protocol.ts";
import { answersOverHttp, asksOverHttp } from "../kit/transport-pairing.ts";
import type { PollingMessage } from "./messages.ts";

export function pairing(message: PollingMessage): Pairing {
  return message.kind === "request_body" ? asksOverHttp : answersOverHttp;
}
