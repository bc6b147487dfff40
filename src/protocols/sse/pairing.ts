/** What was posted for a stream is answered by its head, and a body that is no stream answers it. Events answer nothing. */
import type { Pairing } from "../../model/protocol.ts";
import { answersOverHttp, asksOverHttp } from "../kit/transport-pairing.ts";
import type { SseMessage } from "./messages.ts";

export function pairing(message: SseMessage): Pairing | undefined {
  if (message.kind === "request_body") return asksOverHttp;
  return message.kind === "body" ? answersOverHttp : undefined;
}
