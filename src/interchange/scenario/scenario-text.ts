/**
 * Writes a replay as the text of a scenario file, to be read and changed by a person: frames byte for byte in block
 * scalars, durations in words, a comment with row and time at each turn. Knows what the file format spells how.
 */
import { Document, type Node, Scalar, type YAMLMap, type YAMLSeq } from "yaml";
import type { HeaderList } from "../../model/frame.ts";
import type { RecordedConnection, Replay, Turn, TurnData } from "../../scenario/replay.ts";
import type { Origin, ReplayWithOrigins } from "./replay-of.ts";

/** Longer ones are laid out as blocks. */
const longestOnOneLine = 90;

export interface ScenarioWords {
  readonly name: string;
  /** Lines for the head of the file. */
  readonly head: readonly string[];
}

export function scenarioText({ replay, origins }: ReplayWithOrigins, { name, head }: ScenarioWords): string {
  const document = new Document({ name, replay: header(replay) });
  const connections = document.createNode(
    replay.connections.map((connection, index) => connectionNode(document, connection, origins[index] ?? [])),
  );
  document.setIn(["replay", "connections"], connections);
  document.commentBefore = head.map((line) => ` ${line}`).join("\n");
  return document.toString({ lineWidth: 0, singleQuote: true });
}

function header({ protocol, door, speed, ending, recorded }: Replay): object {
  const values = Object.fromEntries(
    Object.entries(recorded).map(([name, value]) => [name, typeof value === "string" ? textNode(value) : value]),
  );
  return {
    protocol,
    ...(door === undefined ? {} : { door }),
    speed,
    ending,
    ...(Object.keys(values).length > 0 ? { recorded: values } : {}),
  };
}

function connectionNode(document: Document, connection: RecordedConnection, origins: readonly Origin[]): Node {
  const { method, path, body, answer, heartbeats, turns } = connection;
  const node = document.createNode({
    ...(method === "GET" ? {} : { method }),
    path: textNode(path),
    ...(body === undefined ? {} : { body: dataNode(body) }),
    ...(answer && { answer: answerNode(document, answer) }),
    ...(heartbeats.length > 0 && {
      heartbeats: heartbeats.map(({ afterMs, everyMs, data }) => ({
        every: duration(everyMs),
        ...after(afterMs),
        data: dataNode(data),
      })),
    }),
  }) as YAMLMap;
  if (turns.length === 0) return node;
  const list = document.createNode(turns.map(turnWords)) as YAMLSeq<Node>;
  let day = "";
  for (const [index, item] of list.items.entries()) {
    const origin = origins[index];
    if (!origin) continue;
    const [date = "", time = ""] = new Date(origin.at).toISOString().slice(0, 23).split("T");
    const moment = date === day ? time : `${date} ${time}`;
    day = date;
    item.commentBefore = origin.row > 0 ? ` row ${origin.row}, ${moment}` : ` ${moment}`;
  }
  node.set("turns", list);
  return node;
}

function answerNode(
  document: Document,
  { afterMs, status, headers, subprotocol }: NonNullable<RecordedConnection["answer"]>,
): Node {
  return document.createNode({
    status,
    ...after(afterMs),
    ...(subprotocol === undefined ? {} : { subprotocol: textNode(subprotocol) }),
    ...(headers.length > 0 && { headers: headersNode(document, headers) }),
  });
}

/** A mapping where each name stands once, as nearly always; else a list of pairs. */
function headersNode(document: Document, headers: HeaderList): Node | Readonly<Record<string, Scalar>> {
  const names = new Set(headers.map(([name]) => name.toLowerCase()));
  if (names.size === headers.length) return Object.fromEntries(headers.map(([name, value]) => [name, textNode(value)]));
  const pairs = headers.map(([name, value]) => document.createNode([name, textNode(value)], { flow: true }));
  return document.createNode(pairs);
}

function turnWords(turn: Turn): object {
  switch (turn.kind) {
    case "send":
      return { send: dataNode(turn.data), ...after(turn.afterMs) };
    case "expect":
      return { expect: dataNode(turn.data) };
    case "close":
      return {
        close: turn.code,
        ...(turn.reason === "" ? {} : { reason: textNode(turn.reason) }),
        ...after(turn.afterMs),
      };
    case "end":
    case "cut":
      return { [turn.kind]: true, ...after(turn.afterMs) };
  }
}

function after(ms: number): { readonly after?: string } {
  return ms > 0 ? { after: duration(ms) } : {};
}

function duration(ms: number): string {
  if (ms >= 60_000 && ms % 60_000 === 0) return `${ms / 60_000}m`;
  const seconds = ms / 1_000;
  // 16.1 s are not 16,100 ms to whoever multiplies.
  return ms >= 1_000 && ms % 100 === 0 && seconds * 1_000 === ms ? `${seconds}s` : `${ms}ms`;
}

function dataNode(data: TurnData): Scalar | { readonly base64: Scalar } | { readonly crlf: Scalar } {
  if (typeof data !== "string") return { base64: textNode(data.base64) };
  // A block scalar has no CR: lines that all end in CRLF, as MessageBus sends them, are written without and said to have it.
  const lines = data.replaceAll("\r\n", "\n");
  const isCrlf = lines !== data && lines.replaceAll("\n", "\r\n") === data && fitsBlock(lines);
  return isCrlf ? { crlf: textNode(lines) } : textNode(data);
}

/** Block scalars keep a text as it is; where they cannot (control characters, CR, space at a line's end) YAML escapes it. */
function textNode(text: string): Scalar {
  const node = new Scalar(text);
  const isMultiline = text.includes("\n");
  const isPlain = fitsBlock(text);
  if (isPlain && (isMultiline || text.length > longestOnOneLine)) node.type = Scalar.BLOCK_LITERAL;
  else if (!isPlain || isMultiline) node.type = Scalar.QUOTE_DOUBLE;
  else if (!/^[\w/][\w ./-]*$/.test(text) || !Number.isNaN(Number(text))) node.type = Scalar.QUOTE_SINGLE;
  return node;
}

function fitsBlock(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what a block scalar cannot have
  return !/[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u2028\u2029]|^\s|[ \t](?:\n|$)/.test(text);
}
