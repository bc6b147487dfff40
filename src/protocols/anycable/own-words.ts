/**
 * What Action Cable's observer finds is as true of AnyCable, but its causes are others: the app answers over RPC, pings are
 * per connection, streams are signed. Replaces explanation and advice, never the finding.
 */
import type { ObserverEvent } from "../../model/event.ts";
import { readIdentifier } from "../action-cable/identifier.ts";

type Words = Pick<ObserverEvent, "explanation" | "advice">;

export function inOwnWords(event: ObserverEvent): ObserverEvent {
  const words = wordsFor(event);
  return words === undefined ? event : { ...event, ...words };
}

function wordsFor({ kind, level, channel }: ObserverEvent): Words | undefined {
  switch (kind) {
    case "connectedWithoutWelcome":
      return withoutWelcome;
    case "wentStale":
      return level === "error" ? stale : undefined;
    case "neverConfirmed":
      return unconfirmed;
    case "rejected":
      return channel !== undefined && readIdentifier(channel).channelName === "$pubsub" ? rejectedStream : rejected;
    case "unknownType":
      return unknown;
    default:
      return undefined;
  }
}

const withoutWelcome: Words = {
  explanation:
    "The upgrade succeeded, yet the server said nothing. AnyCable welcomes as soon as the app has answered its connect call; with a JWT or public streams it does so by itself. When the call fails it closes with 1011.",
  advice: [
    "Is the app's RPC server slow or stuck? See rpc_pending_num and the logs of both.",
    "Is it an AnyCable server? Any other WebSocket server would not send a welcome either.",
  ],
};

const stale: Words = {
  explanation:
    "AnyCable pings each connection every 3 s (ping_interval, or ?pi= in the address), so the server is stuck or the connection is dead without a sign. @anycable/core closes after two missing pings and connects again.",
  advice: [
    "Is ping_interval set to more than 3 s? Then tell the client: pingInterval.",
    "Network: a proxy or a NAT may have dropped the connection silently.",
    "Server: is the process alive? Does it wait for memory or CPU?",
  ],
};

const unconfirmed: Words = {
  explanation:
    "AnyCable asks the app, and answers with confirm_subscription or reject_subscription, but stays silent on every error. What may be the cause, most likely first:",
  advice: [
    "The app's RPC server did not answer, or raised: see its log and rpc_error_total.",
    "Unknown channel: what comes then is up to the app's answer, often only a line in the logs. Check the class name, with its module.",
    "The identifier is subscribed already on this connection: AnyCable ignores the second.",
    "A frame before it was not JSON: AnyCable reads nothing more from such a connection.",
  ],
};

const rejected: Words = {
  explanation:
    "The app rejected it, or the signed stream name does not fit AnyCable's secret. @anycable/core fails with a SubscriptionRejectedError and does not ask again.",
  advice: [
    "Check the params and who is signed in against the channel's `subscribed`.",
    "Turbo or CableReady without RPC: do app and AnyCable share the secret (streams_secret, turbo_streams_secret)?",
  ],
};

const rejectedStream: Words = {
  explanation:
    "AnyCable answers for $pubsub itself: the signed name is missing or does not fit its secret, or public streams are turned off.",
  advice: [
    "Signed: do app and AnyCable share the secret (ANYCABLE_SECRET or streams_secret)?",
    "Public (`stream_name`): is the server started with --public_streams (or --public)?",
  ],
};

const unknown: Words = {
  explanation:
    "Neither Action Cable nor AnyCable 1.6 has it. A client ignores what it does not know, or hands it on as data.",
  advice: ["A newer server, or another product that speaks a similar protocol."],
};
