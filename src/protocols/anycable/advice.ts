/** What to try when an AnyCable connection was refused, failed or ended; the rest is as with Action Cable. */
import type { Close } from "../../model/frame.ts";
import { advise as advisePlain } from "../action-cable/advice.ts";

const subprotocolHint =
  "The server does not know the offered subprotocol: Rails' own Action Cable knows only actioncable-v1-json, and msgpack and protobuf need AnyCable Pro. Set Subprotocols to none to see what this server says.";

export function advise(close: Close): readonly string[] {
  switch (close.kind) {
    case "refused":
      if (close.response.status !== 403) return advisePlain(close);
      return [
        "AnyCable answers 403 to an Origin that is not in allowed_origins: set the Origin header to one that is.",
      ];
    case "failed":
      if (close.failure.code === "ECONNREFUSED") {
        return ["Is AnyCable running? Its default port is 8080, and the path /cable; Rails itself listens elsewhere."];
      }
      return close.failure.stage === "handshake" && /subprotocol/i.test(close.failure.code + close.failure.message)
        ? [subprotocolHint]
        : advisePlain(close);
    case "closed":
      return adviseEnd(close);
    case "ended":
      return [];
  }
}

function adviseEnd(close: Close & { readonly kind: "closed" }): readonly string[] {
  const { seen, failure } = close;
  if (failure && /subprotocol/i.test(failure.message)) return [subprotocolHint];
  // The server writes 1006 into the frame, which no peer may (anycable 1.6): strict clients call that a protocol error.
  if (failure && /1006|close code/i.test(failure.message)) {
    return [
      "AnyCable closes with the illegal code 1006 when the app asked to disconnect in answer to a command (“Command Failed”).",
    ];
  }
  if (seen?.code === 1009) return ["AnyCable takes messages up to 64 kB (max_message_size)."];
  if (seen?.code === 1011)
    return ["The call to the app (RPC) failed: see the app's log, and whether its RPC server runs."];
  return advisePlain(close);
}
