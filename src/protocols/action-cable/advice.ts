/** What to try when an Action Cable connection was refused, failed or ended. */
import type { Close } from "../../model/frame.ts";
import { headerValue } from "../kit/headers.ts";

const subprotocolHint =
  "Rails picks actioncable-v1-json or actioncable-unsupported and nothing else. Set Subprotocols to none to see what this server says.";

export function advise(close: Close): readonly string[] {
  switch (close.kind) {
    case "refused":
      return adviseStatus(close);
    case "failed":
      return adviseFailure(close.failure.code, close.failure.stage);
    case "closed":
      return adviseEnd(close);
    case "ended":
      return [];
  }
}

function adviseStatus({ response, body }: Close & { readonly kind: "refused" }): readonly string[] {
  const { status } = response;
  if (status === 404 && /page not found/i.test(body)) {
    return [
      "Rails answers 404 “Page not found” to an Origin that it does not allow: set the Origin header to one of config.action_cable.allowed_request_origins (the server's log names the refused one).",
      "Or the path is wrong: look at the mount path in config/routes.rb or config.action_cable.mount_path (default /cable).",
      "Behind a proxy: the Upgrade and Connection headers must be passed on, and Host must stay the public one.",
    ];
  }
  if (status === 404) {
    return [
      "The path is probably wrong: Action Cable's default is /cable (config.action_cable.mount_path).",
      "Rails also answers 404 to an Origin that it does not allow: see config.action_cable.allowed_request_origins.",
    ];
  }
  if (status === 401 || status === 403) {
    return [
      "Not Rails' own answer: it authenticates after the upgrade. A proxy, a middleware or AnyCable refused; AnyCable answers 403 to a foreign Origin.",
      "Send the cookie or token that this layer wants.",
    ];
  }
  if (status === 400)
    return ["The upgrade headers were not accepted: a proxy may have dropped Sec-WebSocket-Version or -Key."];
  if (status === 426) return ["The server wants an upgrade that did not reach it: a proxy dropped the Upgrade header."];
  if (status >= 300 && status < 400) {
    const location = headerValue(response.headers, "location");
    const target = location === undefined ? "" : ` to ${location}`;
    return [`The server redirects${target}: connect there directly (often http to https, or a sign-in page).`];
  }
  if (status === 200) {
    return [
      "An ordinary page answered: the path does not lead to Action Cable, or a proxy dropped the Upgrade header.",
    ];
  }
  if (status === 502 || status === 503 || status === 504) {
    return ["A proxy could not reach the app server: is Puma (or the standalone cable server) running?"];
  }
  if (status >= 500) return ["The app or a proxy raised an error during the upgrade: see the server's log."];
  return [];
}

function adviseFailure(code: string, stage: string): readonly string[] {
  if (code === "ECONNREFUSED")
    return ["Is the Rails server running? Its default port is 3000; a standalone cable server has its own."];
  if (stage === "handshake" && /subprotocol/i.test(code)) {
    return [subprotocolHint];
  }
  return [];
}

function adviseEnd({ seen, failure }: Close & { readonly kind: "closed" }): readonly string[] {
  if (failure && /subprotocol/i.test(failure.message)) {
    return [subprotocolHint];
  }
  if (seen?.code === 1009) return ["Rails takes messages up to 64 MB; AnyCable up to 64 kB."];
  if (seen?.code === 1011)
    return ["AnyCable closes with 1011 when its call to the app (RPC) fails: see the app's log."];
  return [];
}
