/** Says in a sentence what is wrong with a fault before it is at work: its scope, and whether that has what it touches. */
import type { Fault, FaultAction } from "../../src/model/fault.ts";
import type { Protocol } from "../../src/model/protocol.ts";
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";
import { faultOfText } from "../../src/scenario/text-pattern.ts";
import { doorsOf, type OwnedDoor } from "../doors.ts";
import { checkAction } from "./action-check.ts";
import { bad, isWhole } from "./bad-fault.ts";
import { groups } from "./groups.ts";

/** Throws `MisuseError` (`unknown-door`, `unknown-protocol`, `bad-fault`). */
export function checkFault(fault: Fault, protocols: readonly Protocol[]): void {
  const { does } = fault;
  if (!Object.hasOwn(groups, does?.kind)) {
    throw bad(`There is no fault called "${does?.kind}". There are: ${Object.keys(groups).join(", ")}.`);
  }
  const spoken = checkPlace(fault, protocols);
  checkScope(fault, spoken);
  checkAction(does);
  checkWires(does, spoken);
}

/** Returns the protocols that the fault may meet. */
function checkPlace({ door, protocol }: Fault, protocols: readonly Protocol[]): readonly Protocol[] {
  const doors = doorsOf(protocols);
  const known = [...new Set(doors.map(pathOf))];
  if (door !== undefined && !known.includes(door)) {
    throw new MisuseError("unknown-door", `The mock server has no door ${door}. Its doors: ${known.join(", ")}.`);
  }
  const ids = protocols.map(({ id }) => id);
  if (protocol !== undefined && !ids.includes(protocol)) {
    const text = `No protocol of the mock server is called "${protocol}". They are: ${ids.join(", ")}.`;
    throw new MisuseError("unknown-protocol", text);
  }
  const here = doors.filter((owned) => door === undefined || pathOf(owned) === door).map((owned) => owned.protocol);
  const spoken = [...new Set(here)].filter(({ id }) => protocol === undefined || id === protocol);
  if (spoken.length === 0) throw bad(`${protocol} is not spoken at the door ${door}, so the fault would never strike.`);
  return spoken;
}

function pathOf({ door }: OwnedDoor): string {
  return door.path;
}

function checkScope(
  { does, client, topic, kinds, door, protocol, share, times }: Fault,
  spoken: readonly Protocol[],
): void {
  const { kind } = does;
  const group = groups[kind];
  if (share !== undefined && !(share > 0 && share <= 1)) {
    throw bad(`A share of ${share} touches nothing: it must be above 0, and 1 is all.`);
  }
  if (times !== undefined && !isWhole(times, 1)) throw bad(`A fault strikes 1 time or more often, not ${times} times.`);
  if (topic === "") throw bad("The topic is empty. Leave it out to touch all, or write a pattern such as chat:*.");
  const pattern = topic === undefined ? undefined : faultOfText(topic);
  if (pattern !== undefined) throw bad(`The topic ${topic} cannot be looked for. ${pattern}`);
  if (client !== undefined && !isWhole(client, 1)) throw bad(`Clients have numbers from 1 on, and ${client} is none.`);
  if (group === "connecting" && client !== undefined) {
    throw bad(
      `"${kind}" touches how a connection comes about, and a client has its number only from then on. Name a door.`,
    );
  }
  if (group === "connecting" && topic !== undefined) {
    throw bad(
      `"${kind}" touches how a connection comes about, before any topic is joined. Name a door instead of a topic.`,
    );
  }
  if (group === "topic" && (client ?? door ?? protocol) !== undefined) {
    throw bad(
      `"${kind}" befalls topics, which all doors share: it can be narrowed to a topic, not to a client or a door.`,
    );
  }
  if (kinds === undefined) return;
  if (group !== "message")
    throw bad(`"${kind}" does not touch single messages, so it cannot be narrowed to kinds of them.`);
  checkKinds(kinds, spoken);
}

function checkKinds(kinds: readonly string[], spoken: readonly Protocol[]): void {
  if (kinds.length === 0) throw bad("The list of kinds is empty. Leave it out to touch messages of every kind.");
  if (spoken.some(({ serverKinds }) => serverKinds === undefined)) return;
  const sent = [...new Set(spoken.flatMap(({ serverKinds = [] }) => serverKinds))];
  for (const kind of kinds) {
    if (sent.includes(kind)) continue;
    const who = spoken.length === 1 ? `The server of ${spoken[0]?.title} never` : "No server here ever";
    throw bad(`${who} sends messages of the kind "${kind}". There are: ${sent.join(", ")}.`);
  }
}

/** What only one kind of wire has. */
function checkWires(does: FaultAction, spoken: readonly Protocol[]): void {
  const wires = new Set(spoken.map(({ transport }) => transport));
  if ((does.kind === "fragment" || does.kind === "subprotocol") && !wires.has("websocket")) {
    throw bad(`Only WebSockets have what "${does.kind}" touches, and ${titles(spoken)} has none.`);
  }
  if (does.kind !== "disconnect" && does.kind !== "reject") return;
  const able = spoken.filter(({ farewells }) => farewells === undefined || farewells.includes(does.kind));
  if (able.length > 0) return;
  const what = does.kind === "reject" ? "no subscription that a server could take back" : "no word of goodbye";
  throw bad(`${titles(spoken)} has ${what}. Try "close" or "cut".`);
}

function titles(spoken: readonly Protocol[]): string {
  return spoken.map(({ title }) => title).join(" and ");
}
