/** What belongs together below every protocol: control frames and their answers, an HTTP request and its answer. */
import type { TransportMessage } from "../../model/message.ts";
import type { Pairing } from "../../model/protocol.ts";

/** Asked for by a request's body, where it is a message of its own; answered by the response's head. */
const request = "http request";
/** Asked for by the response's head, which stands for the whole request where that had no body. */
const response = "http response";

/** For a message that is the body of an HTTP request. */
export const asksOverHttp: Pairing = { asks: [request] };
/** For what an HTTP request brought: in answer to its body or, without one, to the request as the opening shows it. */
export const answersOverHttp: Pairing = { answers: [request, response] };

/** RFC 6455 sections 5.5.1 to 5.5.3: a pong carries its ping's data, and a close frame is answered by one. */
export function pairingOfTransport(message: TransportMessage): Pairing | undefined {
  switch (message.kind) {
    case "ws_ping":
      return { asks: [`ping ${message.data}`] };
    case "ws_pong":
      return { answers: [`ping ${message.data}`] };
    case "ws_close":
      return { asks: ["close"], answers: ["close"] };
    case "open": {
      const { request: head, response: answer } = message.handshake;
      return answer.status === 101 ? undefined : { asks: [response], answers: [request], name: head.method };
    }
    case "closed":
      return undefined;
  }
}
