/** Makes a replay of talks: holes found, heartbeats taken out, turns with the time between them. */
import type { FrameData } from "../../model/frame.ts";
import type { RecordedConnection, Replay, Turn, TurnData } from "../../scenario/replay.ts";
import { takeHeartbeats } from "./heartbeats.ts";
import type { Said, Talk } from "./talk.ts";
import { templated, type Utterance } from "./templating.ts";

/** Where a turn comes from, for the file's comments. */
export interface Origin {
  readonly row: number;
  readonly at: number;
}

export interface ReplayWithOrigins {
  readonly replay: Replay;
  /** Of each connection's turns. */
  readonly origins: readonly (readonly Origin[])[];
}

export interface ReplayChoices {
  readonly protocol: string;
  readonly door?: string | undefined;
}

export function replayOf(talks: readonly Talk[], { protocol, door }: ReplayChoices): ReplayWithOrigins {
  const { talks: withHoles, recorded } = withTemplates(talks);
  const made = withHoles.map(connectionOf);
  const connections = made.map(({ connection }) => connection);
  const replay: Replay = { protocol, door, speed: 1, ending: "stay", recorded, connections };
  return { replay, origins: made.map(({ origins }) => origins) };
}

/** All that was said, over all connections, in the order of time: a server may know an id from an earlier connection. */
function withTemplates(talks: readonly Talk[]): { talks: Talk[]; recorded: Replay["recorded"] } {
  const utterances: Utterance[] = [];
  const places: ((text: string) => void)[] = [];
  const add = (utterance: Utterance, place: (text: string) => void): void => {
    utterances.push(utterance);
    places.push(place);
  };
  const drafts = talks.map((talk) => {
    const draft = { ...talk, said: [...talk.said] };
    const { startedAt: at, address, body } = talk;
    add({ from: "client", wording: "address", at, text: address }, (text) => {
      draft.address = text;
    });
    if (typeof body === "string")
      add({ from: "client", wording: "body", at, text: body }, (text) => {
        draft.body = text;
      });
    for (const [index, said] of talk.said.entries()) {
      const { data, from, isHeartbeat } = said;
      if (typeof data !== "string") continue;
      add({ from, wording: "message", at: said.at, text: data, isHeartbeat }, (text) => {
        draft.said[index] = { ...said, data: text };
      });
    }
    return draft;
  });
  const order = utterances.map((_, index) => index).sort((a, b) => (utterances[a]?.at ?? 0) - (utterances[b]?.at ?? 0));
  const { texts, recorded } = templated(order.map((index) => utterances[index] as Utterance));
  for (const [position, index] of order.entries()) places[index]?.(texts[position] ?? "");
  return { talks: drafts, recorded };
}

function connectionOf(talk: Talk): { connection: RecordedConnection; origins: Origin[] } {
  const { method, address: path, body, answer, startedAt } = talk;
  if (!answer) return { connection: { method, path, ...posted(body), heartbeats: [], turns: [] }, origins: [] };
  const until = talk.ending?.at ?? talk.said.at(-1)?.at ?? answer.at;
  const open = { from: answer.at, until, isEnded: talk.ending !== undefined };
  const { heartbeats, rest } = takeHeartbeats(talk.said, open);
  const turns: Turn[] = [];
  const origins: Origin[] = [];
  let before = answer.at;
  const since = (at: number): number => {
    const ms = Math.max(0, Math.round(at - before));
    before = Math.max(before, at);
    return ms;
  };
  for (const { from, at, data, row } of talk.isOnePiece ? inOnePiece(rest) : rest) {
    const afterMs = talk.isOnePiece ? 0 : since(at);
    turns.push(
      from === "client" ? { kind: "expect", data: dataOf(data) } : { kind: "send", afterMs, data: dataOf(data) },
    );
    origins.push({ row, at });
  }
  const { ending } = talk;
  if (ending) {
    const { at, ...end } = ending;
    turns.push({ ...end, afterMs: talk.isOnePiece && end.kind === "end" ? 0 : since(at) });
    origins.push({ row: 0, at });
  }
  const { status, headers, subprotocol } = answer;
  const afterMs = Math.max(0, Math.round(answer.at - startedAt));
  const beats = heartbeats.map(({ said, ...beat }) => ({ ...beat, data: dataOf(said.data) }));
  const connection = {
    method,
    path,
    ...posted(body),
    answer: { afterMs, status, headers, subprotocol },
    heartbeats: beats,
    turns,
  };
  return { connection, origins };
}

/** An answer whose length was known: how it was cut on its way means nothing. */
function inOnePiece(said: readonly Said[]): readonly Said[] {
  const [first] = said;
  if (!first || said.length === 1) return said;
  const whole = said.every(({ data }) => typeof data === "string")
    ? said.map(({ data }) => data).join("")
    : Buffer.concat(said.map(({ data }) => (typeof data === "string" ? Buffer.from(data) : data)));
  return [{ ...first, data: whole }];
}

function posted(body: FrameData | undefined): { body?: TurnData } {
  return body === undefined || body.length === 0 ? {} : { body: dataOf(body) };
}

function dataOf(data: FrameData): TurnData {
  return typeof data === "string" ? data : { base64: Buffer.from(data).toString("base64") };
}
