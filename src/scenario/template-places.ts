/** Where a written scenario has templates and expressions, and what they say. Anything may be wrong with the rest of it. */
import { isRecord } from "../protocols/kit/json.ts";
import type { Path } from "../reading/faults.ts";
import { faultsOfExpression, faultsOfTemplate, type TemplateSurroundings } from "./template-faults.ts";

export interface TemplateFault {
  readonly message: string;
  readonly path: Path;
}

export function templateFaults(written: unknown): readonly TemplateFault[] {
  if (!isRecord(written)) return [];
  const surroundings = { state: stateNames(written) };
  const faults: TemplateFault[] = [];
  for (const [path, value] of templates(written)) faults.push(...inValue(value, path, surroundings));
  each(written.replies, ["replies"], ({ when }, path) => {
    if (typeof when !== "string") return;
    for (const message of faultsOfExpression(when, surroundings)) faults.push({ message, path: [...path, "when"] });
  });
  return faults;
}

/** What `state` begins with, and what replies add to it. */
function stateNames(written: Record<string, unknown>): readonly string[] {
  const names = isRecord(written.state) ? Object.keys(written.state) : [];
  each(written.replies, [], ({ set }) => {
    if (isRecord(set)) names.push(...Object.keys(set));
  });
  return names;
}

type Place = readonly [path: Path, value: unknown];

function templates(written: Record<string, unknown>): readonly Place[] {
  const places: Place[] = [];
  const take = (path: Path, value: Record<string, unknown>, names: readonly string[]) => {
    for (const name of names) places.push([[...path, name], value[name]]);
  };
  eachTopic(written.topics, ["topics"], (topic, path) => {
    take(path, topic, ["history"]);
    each(topic.presence, [...path, "presence"], (member, at) => take(at, member, ["info"]));
  });
  each(written.messages, ["messages"], (message, path) =>
    take(path, message, ["to", "data", "oneOf", "inTurn", "join"]),
  );
  each(written.replies, ["replies"], (reply, path) => {
    take(path, reply, ["set"]);
    if (isRecord(reply.send)) take([...path, "send"], reply.send, ["to", "data"]);
    each(reply.send, [...path, "send"], (part, at) => take(at, part, ["to", "data"]));
  });
  return places;
}

function inValue(value: unknown, path: Path, surroundings: TemplateSurroundings): readonly TemplateFault[] {
  if (typeof value === "string") return faultsOfTemplate(value, surroundings).map((message) => ({ message, path }));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    inValue(inner, [...path, Array.isArray(value) ? Number(name) : name], surroundings),
  );
}

type Act = (item: Record<string, unknown>, path: Path) => void;

function each(list: unknown, path: Path, act: Act): void {
  if (!Array.isArray(list)) return;
  list.forEach((item, index) => {
    if (isRecord(item)) act(item, [...path, index]);
  });
}

function eachTopic(topics: unknown, path: Path, act: Act): void {
  each(topics, path, act);
  if (!isRecord(topics)) return;
  for (const [name, topic] of Object.entries(topics)) if (isRecord(topic)) act(topic, [...path, name]);
}
