/**
 * The lines of our NDJSON, as a schema: what is written, what is read, and what docs/ndjson.schema.json is made from.
 * `version` grows when an older reader would misread; fields may be added without.
 */
import { z } from "zod";

export const ndjsonVersion = 1;

const direction = z.enum(["sent", "received"]).describe("Seen from the client.");
const moment = z.number().describe("ms since the epoch, with fractions to the microsecond.");
const count = z.int().nonnegative();

const headers = z.array(z.tuple([z.string(), z.string()])).describe("Name and value, in wire order; secrets masked.");
const requestHead = z.looseObject({ method: z.string(), url: z.string(), httpVersion: z.string(), headers });
const responseHead = z.looseObject({ status: z.int(), reason: z.string(), httpVersion: z.string(), headers });

const handshake = z
  .looseObject({
    request: requestHead,
    response: responseHead,
    offered: z.array(z.string()),
    subprotocol: z.string().optional(),
  })
  .describe("What both sides agreed on when the connection opened.");

export const headerLine = z.looseObject({
  type: z.literal("framescope"),
  version: z.int().describe(`The form of this file: ${ndjsonVersion}.`),
  protocol: z.string().describe("A protocol's id: action-cable, anycable, message-bus, sse, websocket, polling."),
  title: z.string().optional(),
  url: z.string().optional(),
  startedAt: moment.optional(),
  creator: z.string().optional(),
  decoded: z
    .boolean()
    .optional()
    .describe(
      "True: entries are in the file, and an importer takes them as they are. Else it decodes and judges the frames.",
    ),
  whole: z.boolean().optional().describe("False when only some entries were chosen."),
  masked: z.array(z.string()).optional().describe("Kinds of values that placeholders such as [email-1] stand for."),
});

const connectionLine = z.looseObject({
  type: z.literal("connection"),
  id: count,
  protocol: z.string(),
  handshake,
});

const frameLine = z.looseObject({
  type: z.literal("frame"),
  id: count.describe("Growing; entries refer to it."),
  at: moment,
  connection: count.describe("Connections of a session, from 1."),
  direction,
  kind: z
    .enum(["request", "response", "text", "binary", "chunk", "ping", "pong", "close"])
    .describe("A head, WebSocket data, a slice of an HTTP body, or a control frame."),
  head: z.union([requestHead, responseHead]).optional().describe("Of request and response."),
  text: z.string().optional(),
  base64: z.string().optional().describe("What is not UTF-8 text."),
  code: z.int().optional().describe("Of close."),
});

const entryLine = z.looseObject({
  type: z.literal("entry"),
  seq: count.describe("Growing."),
  at: moment,
  connection: count,
  source: z.enum(["message", "transport", "event"]).describe("Decoded; of the transport; concluded."),
  direction: direction.optional(),
  kind: z.string(),
  channel: z.string().optional(),
  eventId: z.string().optional(),
  sizeBytes: count.optional(),
  heartbeat: z.boolean().optional(),
  bond: z.enum(["face", "part"]).optional().describe("What it makes with the entry before it, in a cycle of polling."),
  firstFrame: count.describe("0: it came from no frame."),
  lastFrame: count,
  text: z.string().optional().describe("A message's own text where it is not just one whole frame."),
  unit: z.looseObject({ kind: z.string() }).optional().describe("Of the transport: the handshake, how it ended."),
  event: z
    .looseObject({
      kind: z.string(),
      level: z.enum(["note", "good", "warning", "error"]),
      title: z.string(),
      explanation: z.string(),
      evidence: z.array(count).optional(),
    })
    .optional()
    .describe("A conclusion in its own words."),
});

/** Every line after the first. */
export const bodyLine = z.discriminatedUnion("type", [connectionLine, frameLine, entryLine]);

export type BodyLine = z.infer<typeof bodyLine>;
export type FrameLine = z.infer<typeof frameLine>;
export type EntryLine = z.infer<typeof entryLine>;
export type HeaderLine = z.infer<typeof headerLine>;

/** JSON Schema of one line, for docs/ndjson.schema.json. */
export function ndjsonSchema(): object {
  return z.toJSONSchema(z.union([headerLine, connectionLine, frameLine, entryLine]), { target: "draft-7" });
}
