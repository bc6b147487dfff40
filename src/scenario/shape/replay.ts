/** A recorded conversation as a scenario's file has it. Most are written by a program, but people shorten and change them. */
import * as z from "zod";
import type { HeaderList } from "../../model/frame.ts";
import { saying } from "../../reading/saying.ts";
import type { RecordedAnswer, RecordedConnection, Replay, Turn } from "../replay.ts";
import { onlyOne } from "./choice.ts";
import { duration } from "./measures.ts";
import { withoutGaps } from "./patterns.ts";

const lines = z
  .strictObject({ crlf: z.string().meta({ description: "Lines that end in CRLF on the wire." }) })
  .transform(({ crlf }) => crlf.replace(/\r?\n/g, "\r\n"));
const data = z.union(
  [
    z.string(),
    z.strictObject({ base64: z.base64({ error: "This is not base64." }).meta({ description: "Bytes." }) }),
    lines,
  ],
  saying("This is a text, or an object with base64 or crlf."),
);
const after = duration.optional();

const codeHint = "A close code is 1000 to 4999.";

const kinds = ["send", "expect", "close", "end", "cut"] as const;

const turn = z
  .strictObject({
    send: data.optional().meta({
      description: "What the server sends: a text, `{ base64: … }`, or `{ crlf: … }` where its lines end in CRLF.",
    }),
    expect: data.optional().meta({ description: "Waits for a message of the client like this one." }),
    close: z
      .int({ error: codeHint })
      .min(1000, { error: codeHint })
      .max(4999, { error: codeHint })
      .optional()
      .meta({ description: "The server closes with this code." }),
    end: z.literal(true).optional().meta({ description: "The body ends." }),
    cut: z.literal(true).optional().meta({ description: "The connection is cut, with no close frame." }),
    reason: z.string().optional().meta({ description: "Of a close." }),
    after: after.meta({ description: "From the turn before, or from the answer." }),
  })
  .transform((written, { issues }): Turn => {
    const kind = onlyOne(written, kinds, issues, "what the turn is");
    const { send = "", expect = "", close = 1000, reason = "", after: afterMs = 0 } = written;
    switch (kind) {
      case undefined:
        return z.NEVER;
      case "send":
        return { kind, afterMs, data: send };
      case "expect":
        return { kind, data: expect };
      case "close":
        return { kind, afterMs, code: close, reason };
      default:
        return { kind, afterMs };
    }
  })
  .meta({ exclusive: [kinds] });

const headers = z
  .union(
    [
      z.array(z.tuple([z.string(), z.string()], { error: "A header is a list of name and value." })),
      z.record(z.string(), z.union([z.string(), z.number()], saying("This is a text."))),
    ],
    saying("Headers are names with values, or a list of such pairs."),
  )
  .transform((written): HeaderList => {
    if (Array.isArray(written)) return written;
    return Object.entries(written).map(([name, value]) => [name, String(value)] as const);
  });

const statusHint = "A status is 100 to 599.";

const answer = z
  .strictObject({
    after: after.meta({ description: "From the request on: what a long poll was held." }),
    status: z.int({ error: statusHint }).min(100, { error: statusHint }).max(599, { error: statusHint }).meta({
      description: "101 where an upgrade was accepted.",
    }),
    headers: headers
      .optional()
      .meta({ description: "Names with values, or a list of pairs where a name comes twice." }),
    subprotocol: z.string().optional().meta({ description: "What the server chose." }),
  })
  .transform(({ after: afterMs = 0, status, headers: list = [], subprotocol }): RecordedAnswer => {
    return withoutGaps({ afterMs, status, headers: list, subprotocol });
  });

const heartbeat = z
  .strictObject({
    after: after.meta({ description: "From the answer on." }),
    every: duration.meta({ description: "How far one is from the next." }),
    data: data.meta({ description: "What is sent." }),
  })
  .transform(({ after: afterMs = 0, every, data }) => ({ afterMs, everyMs: every, data }));

const connection = z
  .strictObject({
    method: z.string().optional().meta({ description: "Of the request. Default GET." }),
    path: z.string().meta({ description: "What the request asks for, with its query." }),
    body: data.optional().meta({ description: "HTTP: what was posted." }),
    answer: answer
      .optional()
      .meta({ description: "The head of what the server answered. Without it none ever comes." }),
    heartbeats: z.array(heartbeat).optional().meta({
      description: "Go on by themselves as long as the connection is open.",
    }),
    turns: z.array(turn).optional().meta({ description: "What the server sent, and what it waited for, in order." }),
  })
  .transform(({ method = "GET", path, body, answer, heartbeats = [], turns = [] }): RecordedConnection => {
    return withoutGaps({ method, path, body, answer, heartbeats, turns });
  });

export const replayShape = z
  .strictObject({
    protocol: z.string().meta({ description: "A protocol's id." }),
    door: z.string().optional().meta({ description: "A door's path. Default the protocol's own." }),
    speed: z
      .number()
      .min(0, { error: "Speed is 1 as recorded, 2 twice as fast, 0 without any waiting." })
      .optional()
      .meta({ description: "1 is as recorded, 2 twice as fast, 0 without any waiting. Default 1." }),
    ending: z.enum(["loop", "end", "stay"]).optional().meta({
      description:
        "After the last turn: once more from the top (`loop`), the close that was recorded (`end`), or open with nothing but heartbeats (`stay`, the default).",
    }),
    recorded: z
      .record(z.string(), z.union([z.string(), z.number()], saying("This is a text or a number.")))
      .optional()
      .meta({ description: "What each hole `{{name}}` stood for in the recording." }),
    connections: z
      .array(connection)
      .min(1, { error: "A recording has one connection at least." })
      .meta({ description: "Each is played once, to the first whose request it fits." }),
  })
  .transform(({ protocol, door, speed = 1, ending = "stay", recorded = {}, connections }): Replay => {
    return withoutGaps({ protocol, door, speed, ending, recorded, connections });
  })
  .meta({ description: "A recorded conversation that is played again, turn by turn." });
