/** Which of the mock's topics stands behind an identifier, and what the server says to a subscribe with it. */
import { type Identifier, readIdentifier } from "../action-cable/identifier.ts";
import { decodeSignedStreamName } from "../action-cable/stream-name.ts";
import { topicOf } from "../action-cable/topics.ts";

export type Judgement =
  | { readonly kind: "accepted"; readonly topic: string }
  /** Answered with reject_subscription. */
  | { readonly kind: "rejected" }
  /** Only the server's log tells of it. */
  | { readonly kind: "ignored"; readonly why: string };

/** Signatures are not verified: the mock has no app, so it has no app's secret either. */
export function judge(text: string): Judgement {
  const identifier = readIdentifier(text);
  const { channelName = "", params, fault, label } = identifier;
  if (fault !== undefined) return { kind: "ignored", why: `identifier ${label} is ${fault}` };
  if (params.reject === true) return { kind: "rejected" };
  switch (channelName) {
    case "$pubsub":
      return streamOf(identifier);
    case "CableReady::Stream":
      return signed(params.identifier);
    case "Turbo::StreamsChannel":
      return signed(params.signed_stream_name);
    default:
      return /^[A-Z]\w*(?:::[A-Z]\w*)*Channel$/.test(channelName)
        ? { kind: "accepted", topic: topicOf(identifier) }
        : { kind: "ignored", why: `no channel class is called ${channelName}` };
  }
}

/** If both are given, the signed one counts. */
function streamOf({ params }: Identifier): Judgement {
  if (params.signed_stream_name !== undefined) return signed(params.signed_stream_name);
  const { stream_name: name } = params;
  return typeof name === "string" && name !== "" ? { kind: "accepted", topic: name } : { kind: "rejected" };
}

function signed(name: unknown): Judgement {
  const stream = typeof name === "string" && name.includes("--") ? decodeSignedStreamName(name) : undefined;
  return stream ? { kind: "accepted", topic: stream.streamName } : { kind: "rejected" };
}
