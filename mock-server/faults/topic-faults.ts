/** Does to the hub's topics what a fault says, and tells it in a sentence. Knows no client. */
import type { FaultAction, TopicFault } from "../../src/model/fault.ts";
import type { MockHub } from "../hub.ts";
import { groupOf } from "./groups.ts";

export type FaultedHub = Pick<MockHub, "topics" | "trim" | "renewEpoch" | "skipIds">;

export function isTopicFault(does: FaultAction): does is TopicFault {
  return groupOf(does) === "topic";
}

export function befallTopic(hub: FaultedHub, does: TopicFault, topic: string): string {
  switch (does.kind) {
    case "evict":
      hub.trim(topic, 0);
      return `Gave up the history of ${topic}`;
    case "trim":
      hub.trim(topic, does.keep);
      return `Gave up the history of ${topic} but the newest ${does.keep}`;
    case "renewEpoch":
      hub.renewEpoch(topic);
      return `Began a new epoch of ${topic}: its offsets start again at 1`;
    case "jump":
      hub.skipIds(topic, does.by);
      return `Left out ${does.by} ${does.by === 1 ? "id" : "ids"} of ${topic}`;
  }
}
