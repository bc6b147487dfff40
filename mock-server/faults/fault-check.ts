/** Says in a sentence what is wrong with a fault before it is at work. Knows nothing of what it would do. */
import { STATUS_CODES } from "node:http";
import type { Fault, FaultAction } from "../../src/model/fault.ts";
import type { Protocol } from "../../src/model/protocol.ts";
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";
import { doorsOf, type OwnedDoor } from "../doors.ts";
import { groups } from "./groups.ts";

/** The most that a fault may make of one message. */
const maxBytes = 128 * 1024 * 1024;
const maxMs = 24 * 60 * 60 * 1000;
const maxCopies = 1000;

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

function checkAction(does: FaultAction): void {
  switch (does.kind) {
    case "answer":
      if (!isWhole(does.status, 200) || does.status > 599) {
        throw bad(
          `No answer has the status ${does.status}: it goes from 200 to 599, such as 503 (${STATUS_CODES[503]}).`,
        );
      }
      for (const [name, value] of does.headers ?? []) checkHeader(name, value);
      break;
    case "subprotocol":
      if (!/^[!#$%&'*+\-.^_`|~\w]+$/.test(does.name)) throw bad(`"${does.name}" is no name of a subprotocol.`);
      break;
    case "contentType":
      checkHeader("Content-Type", does.value);
      break;
    case "slowHead":
      checkNumber(does.byMs, "byMs", 0, maxMs);
      break;
    case "delay":
      checkNumber(does.byMs, "byMs", 0, maxMs);
      checkNumber(does.jitterMs ?? 0, "jitterMs", 0, maxMs);
      break;
    case "throttle":
      checkNumber(does.bytesPerSecond, "bytesPerSecond", 1, Number.MAX_SAFE_INTEGER);
      break;
    case "duplicate":
      checkNumber(does.copies, "copies", 1, maxCopies);
      break;
    case "reorder":
      checkNumber(does.among, "among", 2, maxCopies);
      break;
    case "corrupt":
    case "split":
    case "fragment":
      checkNumber(does.bytes, "bytes", 1, maxBytes);
      break;
    case "truncate":
      checkNumber(does.keepBytes, "keepBytes", 0, maxBytes);
      break;
    case "oversize":
      checkNumber(does.toBytes, "toBytes", 1, maxBytes);
      break;
    case "buffer":
      checkNumber(does.untilBytes ?? 1, "untilBytes", 1, maxBytes);
      checkNumber(does.forMs ?? 1, "forMs", 1, maxMs);
      if ((does.untilBytes ?? does.forMs ?? does.gzip) === undefined) {
        throw bad(
          "A buffer needs untilBytes or forMs, or nothing would ever leave it; or gzip, which leaves at the end.",
        );
      }
      break;
    case "close":
      checkClose(does.code, does.reason ?? "");
      break;
    case "trim":
      checkNumber(does.keep, "keep", 0, Number.MAX_SAFE_INTEGER);
      break;
    case "jump":
      checkNumber(does.by, "by", 1, 1_000_000_000);
      break;
  }
}

/** RFC 6455 section 7.4: 1004 to 1006 and 1015 say something of a connection, and are never sent. */
function checkClose(code: number, reason: string): void {
  const isSendable =
    (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) || (code >= 3000 && code <= 4999);
  if (!Number.isInteger(code) || !isSendable) {
    const hint = code === 1006 ? ' 1006 is what a client sees when none came: that is the fault "cut" or "reset".' : "";
    throw bad(`A close frame cannot have the code ${code}: 1000 to 1003, 1007 to 1014, or 3000 to 4999.${hint}`);
  }
  const bytes = Buffer.byteLength(reason);
  if (bytes > 123) throw bad(`The reason of a close frame may have 123 bytes, and this one has ${bytes}.`);
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

function checkHeader(name: string, value: string): void {
  if (!/^[!#$%&'*+\-.^_`|~\w]+$/.test(name)) throw bad(`"${name}" is no name of a header.`);
  // RFC 9110 section 5.5. A line break would begin another header.
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
    throw bad(`The value of the header ${name} has characters that no header may have.`);
}

function checkNumber(value: number, name: string, from: number, to: number): void {
  if (isWhole(value, from) && value <= to) return;
  throw bad(`${name} must be a whole number from ${from} to ${to}, and ${value} is not.`);
}

function isWhole(value: number, from: number): boolean {
  return Number.isInteger(value) && value >= from;
}

function bad(text: string): MisuseError {
  return new MisuseError("bad-fault", text);
}
