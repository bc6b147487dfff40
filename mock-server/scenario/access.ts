/** Who may connect and who may hear a topic, by a scenario's rules: the first that fits decides. */
import type { AskedSubscription, Refusal } from "../../src/model/server-script.ts";
import { matchesData, matchesRequest } from "../../src/scenario/patterns.ts";
import type { AccessRule, RequestPattern } from "../../src/scenario/scenario.ts";
import { matchesText } from "../../src/scenario/text-pattern.ts";
import type { Visit } from "./visit.ts";

type Asked = Pick<AskedSubscription, "topic" | "params">;

export class Access {
  readonly #rules: readonly AccessRule[];

  constructor(rules: readonly AccessRule[]) {
    this.#rules = rules;
  }

  connecting(visit: Visit): Refusal | undefined {
    return refusalBy(this.#rules.find((rule) => rule.on === "connect" && fits(rule, visit)));
  }

  subscribing(visit: Visit, asked: Asked): Refusal | undefined {
    return refusalBy(this.#rules.find((rule) => rule.on === "subscribe" && isAbout(rule, asked) && fits(rule, visit)));
  }
}

function fits({ request, unless }: AccessRule, visit: Visit): boolean {
  return isFrom(request, visit) && !(unless !== undefined && isFrom(unless, visit));
}

function isFrom(pattern: RequestPattern, { request, door, protocol }: Visit): boolean {
  return matchesRequest(pattern, request, door, protocol);
}

function isAbout(rule: AccessRule, { topic, params }: Asked): boolean {
  if (rule.topic !== undefined && !matchesText(rule.topic, topic)) return false;
  return rule.params === undefined || matchesData(rule.params, params);
}

function refusalBy(rule: AccessRule | undefined): Refusal | undefined {
  if (!rule || rule.allow) return undefined;
  const { reason, status, reconnect } = rule;
  return { reason, status, reconnect };
}
