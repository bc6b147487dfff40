/**
 * Writes a capture as a scenario for the mock server that says again what was said. Its readers are people and the mock
 * server.
 */
import type { FindingKind } from "../../bridge/transfer.ts";
import { protocolById } from "../../protocols/registry.ts";
import type { ExportSource } from "../export-source.ts";
import { tooMuch } from "./chosen-frames.ts";
import { replayOf } from "./replay-of.ts";
import { type ScenarioWords, scenarioText } from "./scenario-text.ts";
import type { Talk } from "./talk.ts";
import { readTalks } from "./talks.ts";

const mostTurns = 5_000;

/** `masked`: the kinds that the source's redactor replaces. Throws with a sentence when it is too much, or nothing. */
export function* writeScenario(source: ExportSource, masked: readonly FindingKind[]): Generator<string> {
  const talks = yield* readTalks(source);
  if (talks.length === 0) throw new Error("There is no connection in these rows that could be replayed.");
  const protocol = protocolOf(talks) ?? source.session.protocol;
  const made = replayOf(talks, { protocol, door: doorFor(protocol, talks) });
  const turns = made.replay.connections.reduce((sum, connection) => sum + connection.turns.length, 0);
  if (turns > mostTurns) throw new Error(tooMuch(`${turns.toLocaleString("en-US")} turns`));
  yield scenarioText(made, wordsOf(source, masked, Object.keys(made.replay.recorded)));
}

/** A mock server's own timeline may have several. */
function protocolOf(talks: readonly Talk[]): string | undefined {
  const known = new Set(talks.flatMap(({ protocol }) => protocol ?? []));
  const [first] = known;
  if (known.size <= 1) return first;
  const titles = [...known].map((id) => protocolById(id).title).join(", ");
  throw new Error(`A scenario replays one protocol, and these rows are of several (${titles}): filter them by one.`);
}

/** Where the protocol has several doors: the one whose path is in the recorded ones, as long as it is the same for all. */
function doorFor(id: string, talks: readonly Talk[]): string | undefined {
  const { door, moreDoors = [] } = protocolById(id);
  const found = moreDoors.find(({ path }) =>
    talks.every(({ address }) => address === path || address.startsWith(`${path}/`) || address.startsWith(`${path}?`)),
  );
  return found?.path ?? (moreDoors.length === 0 ? door.path : undefined);
}

function wordsOf(source: ExportSource, masked: readonly FindingKind[], holes: readonly string[]): ScenarioWords {
  const { session, redactor } = source;
  const title = redactor.text(session.title);
  const head = [
    `Made by Framescope ${session.version} from a recording of ${redactor.text(session.url)}`,
    `(${session.protocolTitle}, ${new Date(session.startedAt).toISOString().slice(0, 19)}Z).`,
    "",
    "`replay` says again what the server said, turn by turn. At each `expect` it waits for the client",
    "to say the like. `speed: 2` is twice as fast, `0` without waiting; `ending` is `loop`, `end` or `stay`.",
    ...holeWords(holes),
    "Cookies, Authorization and tokens in addresses were masked when it was recorded.",
    maskWords(masked, redactor.masked),
  ];
  return { name: `Replay of ${title}`, head: head.map((line) => line.replace(/[\r\n]+/g, " ")) };
}

function maskWords(kinds: readonly FindingKind[], values: number): string {
  // The same whether it was not wanted or not found: who compares both texts learns whether anything private is in it.
  if (values === 0) return "Nothing in the messages was masked on export.";
  return `Masked on export (${kinds.join(", ")}): ${values === 1 ? "1 value" : `${values} values`}.`;
}

function holeWords(holes: readonly string[]): string[] {
  if (holes.length === 0) return [];
  return [
    "`{{name}}` stands for what both sides say alike, or what is never the same twice: it takes what the",
    "client says, and the server's frames repeat it. `recorded` has what it was in the recording:",
    `${holes.slice(0, 8).join(", ")}${holes.length > 8 ? ` and ${holes.length - 8} more` : ""}.`,
  ];
}
