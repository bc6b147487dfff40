/** What the trees hold, and so what a command may be called with from a tree. */
import type { MockClient, MockDoor, MockTopic } from "../../model/mock.ts";
import type { ChannelStatus } from "../../model/session.ts";
import type { ListedEndpoint } from "../endpoints/endpoint-store.ts";

export type EndpointNode = { readonly kind: "endpoint"; readonly endpoint: ListedEndpoint };
export type SessionNode = { readonly kind: "session"; readonly session: string };
export type ChannelNode = { readonly kind: "channel"; readonly session: string; readonly channel: ChannelStatus };
export type DoorNode = { readonly kind: "door"; readonly door: MockDoor };
export type TopicNode = { readonly kind: "topic"; readonly topic: MockTopic };
export type ClientNode = { readonly kind: "client"; readonly client: MockClient };

export type TreeNode = EndpointNode | SessionNode | ChannelNode | DoorNode | TopicNode | ClientNode;

/** VS Code hands over whatever called the command: a node of ours, another argument, or nothing. */
export function isNode<K extends TreeNode["kind"]>(
  target: unknown,
  kind: K,
): target is Extract<TreeNode, { readonly kind: K }> {
  return typeof target === "object" && target !== null && (target as { kind?: unknown }).kind === kind;
}
