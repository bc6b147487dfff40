/** What the rows of the trees stand for, and so what a command may be called on. */
import type { ActiveFault } from "../../model/fault.ts";
import type { Publication } from "../../model/hub.ts";
import type { MockClient, MockDoor, MockTopic } from "../../model/mock.ts";
import type { ChannelStatus } from "../../model/session.ts";
import type { ListedEndpoint } from "../endpoints/endpoint-store.ts";

export type TreeNode =
  | { readonly kind: "endpoint"; readonly endpoint: ListedEndpoint }
  /** Written down or recognised; by its id. */
  | { readonly kind: "configured"; readonly id: string }
  | { readonly kind: "session"; readonly session: string }
  | { readonly kind: "channel"; readonly session: string; readonly channel: ChannelStatus }
  | { readonly kind: "door"; readonly door: MockDoor }
  | { readonly kind: "topic"; readonly topic: MockTopic }
  | { readonly kind: "publication"; readonly publication: Publication }
  | { readonly kind: "client"; readonly client: MockClient }
  | { readonly kind: "fault"; readonly fault: ActiveFault };

type NodeOf<K extends TreeNode["kind"]> = Extract<TreeNode, { readonly kind: K }>;

/**
 * VS Code hands a command whatever it was called with: a row of a tree, an argument of ours, or something else. Gives the
 * node if it is one of this kind.
 */
export function nodeOf<K extends TreeNode["kind"]>(target: unknown, kind: K): NodeOf<K> | undefined {
  if (typeof target !== "object" || target === null) return undefined;
  if ("row" in target) return nodeOf((target.row as { readonly node?: TreeNode }).node, kind);
  return "kind" in target && target.kind === kind ? (target as NodeOf<K>) : undefined;
}
