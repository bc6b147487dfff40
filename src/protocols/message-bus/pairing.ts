/** What a poll brought answers it, all on one connection; so does what comes of publishing. */
import type { Pairing } from "../../model/protocol.ts";
import { answersOverHttp, asksOverHttp } from "../kit/transport-pairing.ts";
import { isPoll, type MessageBusMessage } from "./messages.ts";

export function pairing(message: MessageBusMessage): Pairing | undefined {
  if (isPoll(message) || message.kind === "broadcast") return asksOverHttp;
  return message.kind === "unfinished" ? undefined : answersOverHttp;
}
