/** What happens on a mock server that a scenario may wait for, and whether it is what a trigger asks for. */
import { matchesData, matchesRequest } from "../../src/scenario/patterns.ts";
import type { TextPattern, Trigger } from "../../src/scenario/scenario.ts";
import { matchesText } from "../../src/scenario/text-pattern.ts";
import type { Visit } from "./visit.ts";

export interface Occasion {
  readonly on: Trigger["on"];
  /** Of the client that it came from; undefined where none did, or where it came before the scenario. */
  readonly visit?: Visit | undefined;
  /** Its number, for templates. */
  readonly client?: { readonly id: number } | undefined;
  readonly topic?: string | undefined;
  readonly action?: string | undefined;
  readonly data?: unknown;
}

export function isTriggered(trigger: Trigger, occasion: Occasion): boolean {
  if (trigger.on !== occasion.on) return false;
  const { visit, topic, action, data } = occasion;
  switch (trigger.on) {
    case "connect":
      return visit !== undefined && matchesRequest(trigger.request, visit.request, visit.door, visit.protocol);
    case "subscribe":
      return isText(trigger.topic, topic);
    case "publish":
      return isText(trigger.topic, topic) && (trigger.data === undefined || matchesData(trigger.data, data));
    case "command":
      return (
        isText(trigger.topic, topic) &&
        isText(trigger.action, action) &&
        (trigger.data === undefined || matchesData(trigger.data, data))
      );
  }
}

function isText(pattern: TextPattern | undefined, text: string | undefined): boolean {
  return pattern === undefined || (text !== undefined && matchesText(pattern, text));
}
