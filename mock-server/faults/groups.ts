/** Which part of the traffic each kind of fault touches, and which of them last. Data only. */
import type {
  ConnectingFault,
  ConnectionFault,
  Fault,
  FaultAction,
  MessageFault,
  TopicFault,
} from "../../src/model/fault.ts";

export type FaultGroup = "connecting" | "message" | "connection" | "topic";

type Groups = Readonly<
  Record<ConnectingFault["kind"], "connecting"> &
    Record<MessageFault["kind"], "message"> &
    Record<ConnectionFault["kind"], "connection"> &
    Record<TopicFault["kind"], "topic">
>;

export const groups: Groups = {
  answer: "connecting",
  subprotocol: "connecting",
  contentType: "connecting",
  slowHead: "connecting",
  delay: "message",
  throttle: "message",
  drop: "message",
  duplicate: "message",
  reorder: "message",
  corrupt: "message",
  truncate: "message",
  split: "message",
  fragment: "message",
  oversize: "message",
  buffer: "message",
  close: "connection",
  reset: "connection",
  cut: "connection",
  silent: "connection",
  disconnect: "connection",
  reject: "connection",
  evict: "topic",
  trim: "topic",
  renewEpoch: "topic",
  jump: "topic",
};

export function groupOf({ kind }: FaultAction): FaultGroup {
  return groups[kind];
}

/**
 * Whether the fault stays after it has befallen what is there. A goodbye is said once, unless it was told how often or how
 * long; `silent` is a state.
 */
export function lasts({ does, times }: Fault, forMs: number | undefined): boolean {
  const group = groupOf(does);
  if (group === "topic") return false;
  return group !== "connection" || does.kind === "silent" || times !== undefined || forMs !== undefined;
}
