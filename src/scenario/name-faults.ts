/** Names in a written scenario that refer to something: phases and topics of the file, protocols and doors of the mock. */
import { isRecord } from "../protocols/kit/json.ts";
import { closest, type Path, unknownName } from "../reading/faults.ts";
import { matchesText } from "./text-pattern.ts";

/** What a scenario may refer to of a protocol. */
export interface KnownProtocol {
  readonly id: string;
  /** Paths. */
  readonly doors: readonly string[];
  /** Of messages that its server sends; undefined where that is not known. */
  readonly kinds?: readonly string[] | undefined;
}

export interface NameFault {
  readonly message: string;
  readonly path: Path;
  /** It can be played all the same: the topic may yet come about. */
  readonly isDoubt?: true;
}

export function nameFaults(written: unknown, protocols: readonly KnownProtocol[] | undefined): readonly NameFault[] {
  if (!isRecord(written)) return [];
  const phases = phaseNames(written);
  const topics = topicNames(written.topics);
  return uses(written).flatMap(({ kind, name, path, of }): readonly NameFault[] => {
    switch (kind) {
      case "message":
        return protocols === undefined ? [] : messageFault(name, path, protocols, of);
      case "phase":
        return phases.includes(name) ? [] : [{ message: unknownPhase(name, phases), path }];
      case "protocol":
        return protocols === undefined ? [] : protocolFault(name, path, protocols);
      case "door":
        return protocols === undefined ? [] : doorFault(name, path, protocols);
      case "topic":
        return topicDoubt(name, path, topics);
    }
    return [];
  });
}

function unknownPhase(name: string, phases: readonly string[]): string {
  return phases.length === 0
    ? `There is no phase "${name}": this scenario has none. Add it under "phases".`
    : unknownName(name, phases).replace("here.", "among the phases.");
}

function protocolFault(name: string, path: Path, protocols: readonly KnownProtocol[]): readonly NameFault[] {
  const ids = protocols.map(({ id }) => id);
  if (ids.includes(name)) return [];
  return [{ message: unknownName(name, ids).replace("here.", "among the protocols."), path }];
}

function doorFault(pattern: string, path: Path, protocols: readonly KnownProtocol[]): readonly NameFault[] {
  const doors = [...new Set(protocols.flatMap((protocol) => protocol.doors))];
  if (doors.some((door) => matchesText(pattern, door))) return [];
  return [{ message: `The mock server has no door ${pattern}. Its doors are ${doors.join(", ")}.`, path }];
}

/** Where one protocol is not written down, its messages may be called anything. */
function messageFault(
  kind: string,
  path: Path,
  protocols: readonly KnownProtocol[],
  protocol: string | undefined,
): readonly NameFault[] {
  const asked = protocols.filter(({ id }) => protocol === undefined || id === protocol);
  const kinds = [...new Set(asked.flatMap(({ kinds }) => kinds ?? []))];
  if (asked.length === 0 || asked.some(({ kinds }) => kinds === undefined) || kinds.includes(kind)) return [];
  const whose = protocol === undefined ? "messages" : `messages of ${protocol}`;
  return [{ message: unknownName(kind, kinds).replace("here.", `among the ${whose}.`), path, isDoubt: true }];
}

/** With more, a slip is looked for too long while somebody writes. */
const mostCompared = 200;

/** Others come about by themselves, so only what looks like a slip is said. */
function topicDoubt(pattern: string, path: Path, topics: readonly string[]): readonly NameFault[] {
  if (topics.length > mostCompared || pattern.includes("{{") || topics.some((topic) => matchesText(pattern, topic)))
    return [];
  const meant = closest(
    pattern.replaceAll("*", ""),
    topics.map((topic) => (pattern.endsWith("*") ? beginning(topic, pattern) : topic)),
  );
  if (meant === undefined || pattern.startsWith("/")) return [];
  const written = pattern.endsWith("*") ? `${meant}*` : meant;
  return [{ message: `No topic of this file is like "${pattern}". Did you mean "${written}"?`, path, isDoubt: true }];
}

function beginning(topic: string, pattern: string): string {
  return topic.slice(0, Math.max(pattern.length - 1, 1));
}

export function phaseNames({ phases }: Record<string, unknown>): readonly string[] {
  if (!Array.isArray(phases)) return [];
  return phases.flatMap((phase) => (isRecord(phase) ? [String(phase.name)] : typeof phase === "string" ? [phase] : []));
}

export function topicNames(topics: unknown): readonly string[] {
  if (isRecord(topics)) return Object.keys(topics);
  if (!Array.isArray(topics)) return [];
  return topics.flatMap((topic) => (isRecord(topic) ? [String(topic.name)] : typeof topic === "string" ? [topic] : []));
}

interface Use {
  readonly kind: "phase" | "protocol" | "door" | "topic" | "message";
  readonly name: string;
  readonly path: Path;
  /** The protocol whose messages are meant, where one is named. */
  readonly of?: string | undefined;
}

function uses(written: Record<string, unknown>): readonly Use[] {
  const found: Use[] = [];
  const add = (kind: Use["kind"], name: unknown, path: Path) => {
    if (typeof name === "string") found.push({ kind, name, path });
  };
  const request = (value: unknown, path: Path) => {
    if (!isRecord(value)) return;
    add("door", value.door, [...path, "door"]);
    add("protocol", value.protocol, [...path, "protocol"]);
  };
  const topic = (value: unknown, path: Path) => {
    if (isRecord(value)) add("topic", value.topic, [...path, "topic"]);
    else add("topic", value, path);
  };
  const kinds = (scope: unknown, path: Path) => {
    if (!isRecord(scope)) return;
    const of = typeof scope.protocol === "string" ? scope.protocol : undefined;
    [scope.kinds].flat().forEach((name, index) => {
      const at = Array.isArray(scope.kinds) ? [...path, index] : path;
      if (typeof name === "string") found.push({ kind: "message", name, path: at, of });
    });
  };
  const trigger = (value: unknown, path: Path) => {
    if (!isRecord(value)) return;
    request(value.connect, [...path, "connect"]);
    topic(value.subscribe, [...path, "subscribe"]);
    topic(value.publish, [...path, "publish"]);
    if (isRecord(value.command)) topic(value.command, [...path, "command"]);
  };
  const items = (name: string, act: (item: Record<string, unknown>, path: Path) => void) => {
    const list = written[name];
    if (!Array.isArray(list)) return;
    list.forEach((item, index) => {
      if (!isRecord(item)) return;
      const path = [name, index];
      add("phase", item.phase, [...path, "phase"]);
      trigger(item.on, [...path, "on"]);
      act(item, path);
    });
  };
  items("access", (rule, path) => {
    for (const name of ["connect", "subscribe", "unless"]) request(rule[name], [...path, name]);
    topic(rule.subscribe, [...path, "subscribe"]);
  });
  items("messages", (message, path) => add("topic", message.to, [...path, "to"]));
  items("replies", (reply, path) => {
    if (isRecord(reply.to)) topic(reply.to, [...path, "to"]);
  });
  items("faults", (fault, path) => {
    const to = [...path, "to"];
    request(fault.to, to);
    kinds(fault.to, [...to, "kinds"]);
    if (typeof fault.to === "string" && fault.to.startsWith("/")) add("door", fault.to, to);
    else topic(fault.to, to);
  });
  items("phases", (phase, path) => {
    if (isRecord(phase.until)) trigger(phase.until.on, [...path, "until", "on"]);
  });
  request(written.replay, ["replay"]);
  return found;
}
