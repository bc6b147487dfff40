/** One verb a fault: what each is called, what it takes, and the action that it stands for. */
import * as z from "zod";
import type { HeaderList } from "../../model/frame.ts";
import { isSendableCloseCode } from "../../protocols/kit/close-codes.ts";
import { saying } from "../../reading/saying.ts";
import { count, duration } from "./measures.ts";
import { messageVerbs } from "./message-verbs.ts";
import { withoutGaps } from "./patterns.ts";

const yes = z.literal(true);

const headers = z
  .record(
    z.string(),
    z.union([z.string(), z.number(), z.array(z.string())], saying("This is a text, or a list of texts.")),
  )
  .transform((written): HeaderList => {
    return Object.entries(written).flatMap(([name, values]) =>
      [values].flat().map((value) => [name, String(value)] as const),
    );
  });

const statusHint = "A status is a number from 200 to 599.";
const status = z.int({ error: statusHint }).min(200, { error: statusHint }).max(599, { error: statusHint });

const codeHint = "A close code is 1000 to 1003, 1007 to 1014, or 3000 to 4999: the others are never sent.";
const closeCode = z.int({ error: codeHint }).refine(isSendableCloseCode, { error: codeHint });

const reason = z
  .string()
  .refine((text) => new TextEncoder().encode(text).length <= 123, { error: "A reason has 123 bytes at most." });

/** Each makes the action of what is written after its verb. */
export const verbs = {
  // Touches how a connection comes about.
  answer: z
    .union(
      [
        status,
        z.strictObject({
          status: status.meta({ description: "204, 401, 403, 404, 426, 429, 500, 503, a redirect, or any other." }),
          headers: headers.optional().meta({ description: "`Retry-After`, `Location` and others." }),
          body: z.string().optional().meta({ description: "As it is." }),
        }),
      ],
      saying("This is a status, or an object with status, headers and body."),
    )
    .transform((written) =>
      withoutGaps({ kind: "answer" as const, ...(typeof written === "number" ? { status: written } : written) }),
    )
    .meta({
      description: "Instead of a connection an HTTP answer: a status, or status, headers and body.",
      examples: [503, { status: 503, headers: { "Retry-After": 5 } }, { status: 302, headers: { Location: "/login" } }],
    }),
  subprotocol: z
    .string()
    .transform((name) => ({ kind: "subprotocol" as const, name }))
    .meta({ description: "The upgrade is answered with this subprotocol, offered or not." }),
  contentType: z
    .string()
    .transform((value) => ({ kind: "contentType" as const, value }))
    .meta({ description: "The answer comes under another type.", examples: ["text/html"] }),
  slowHead: duration
    .transform((byMs) => ({ kind: "slowHead" as const, byMs }))
    .meta({
      description: "The head of the answer is held back so long, and then comes in small pieces.",
      examples: ["5s"],
    }),

  ...messageVerbs,

  // Befalls connections.
  close: z
    .union(
      [
        closeCode,
        z.strictObject({
          code: closeCode.meta({ description: "1000 to 1003, 1007 to 1014, or 3000 to 4999." }),
          reason: reason.optional().meta({ description: "At most 123 bytes." }),
        }),
      ],
      saying("This is a close code, or an object with code and reason."),
    )
    .transform((written) =>
      withoutGaps({ kind: "close" as const, ...(typeof written === "number" ? { code: written } : written) }),
    )
    .meta({
      description: "Connections are closed with this code; an HTTP body just ends.",
      examples: [4001, { code: 1012, reason: "restart" }],
    }),
  reset: yes.transform(() => ({ kind: "reset" as const })).meta({ description: "TCP reset, with no close frame." }),
  cut: yes.transform(() => ({ kind: "cut" as const })).meta({ description: "TCP end, with no close frame." }),
  silent: yes
    .transform(() => ({ kind: "silent" as const }))
    .meta({
      description: "Half-open: nothing is answered and nothing goes out any more, pings included. The socket stays.",
    }),
  disconnect: z
    .union(
      [
        yes,
        z.string().min(1),
        z.strictObject({
          reason: z
            .string()
            .optional()
            .meta({ description: "`unauthorized`, `server_restart`, `remote`, or any other." }),
          reconnect: z.boolean().optional().meta({ description: "Whether clients are told to come back." }),
        }),
      ],
      saying("This is true, a reason, or an object with reason and reconnect."),
    )
    .transform((written) => {
      const parting = written === true ? {} : typeof written === "string" ? { reason: written } : written;
      return withoutGaps({ kind: "disconnect" as const, ...parting });
    })
    .meta({
      description: "The protocol's own farewell: `true`, a reason, or reason and reconnect.",
      examples: ["unauthorized", "server_restart", { reason: "remote", reconnect: false }],
    }),
  reject: yes
    .transform(() => ({ kind: "reject" as const }))
    .meta({ description: "Subscriptions that were confirmed are taken back." }),

  // Befalls topics.
  evict: yes
    .transform(() => ({ kind: "evict" as const }))
    .meta({ description: "A topic's history is gone: positions in it are answered with “not kept”." }),
  trim: z
    .int({ error: "This is how many stay." })
    .min(0, { error: "This is how many stay." })
    .transform((keep) => ({ kind: "trim" as const, keep }))
    .meta({ description: "Of a topic's history only the newest so many stay." }),
  renewEpoch: yes
    .transform(() => ({ kind: "renewEpoch" as const }))
    .meta({ description: "As after a restart of the broker: another epoch, and offsets begin again." }),
  jump: count.transform((by) => ({ kind: "jump" as const, by })).meta({ description: "So many ids are left out." }),
};
