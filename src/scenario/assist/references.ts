/** Names of the file itself that can be referred to at a place in it: its phases, its topics, its state. */

import { isRecord } from "../../protocols/kit/json.ts";
import type { Path } from "../../reading/faults.ts";
import { phaseNames, topicNames } from "../name-faults.ts";
import { YamlText } from "../yaml-text.ts";

export interface FileNames {
  readonly phases: readonly string[];
  readonly topics: readonly string[];
  readonly state: readonly string[];
}

/** As far as the file can be read at the moment. */
export function fileNames(text: string): FileNames {
  const { value } = new YamlText(text);
  if (!isRecord(value)) return { phases: [], topics: [], state: [] };
  return {
    phases: phaseNames(value),
    topics: topicNames(value.topics),
    state: isRecord(value.state) ? Object.keys(value.state) : [],
  };
}

export function referencesAt(path: Path, { phases, topics, state }: FileNames): readonly string[] {
  const [section, , ...rest] = path;
  const name = path.at(-1);
  if (name === "phase" && path.length === 3) return phases;
  if (section === "replies" && rest[0] === "set" && rest.length === 1) return state;
  if (name === "topic" || name === "subscribe" || name === "publish") return topics;
  if (name === "to") {
    if (section === "messages" || section === "faults") return topics;
    if (section === "replies" && rest.includes("send")) return ["sender", "topic", ...topics];
  }
  return [];
}
