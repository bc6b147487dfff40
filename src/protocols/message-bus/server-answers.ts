/** What the mock's door says, header for header as message_bus 4.5.2 does; the official client compares some to the letter. */
import type { HeaderList } from "../../model/frame.ts";
import type { Publication } from "../../model/hub.ts";
import type { ServerEffect } from "../../model/session.ts";
import { exactJsonType } from "./response.ts";

export const doorPath = "/message-bus";

/** Not in message_bus by itself, but in every app whose pages come from elsewhere (`extra_response_headers_lookup`). */
const cors: HeaderList = [
  ["access-control-allow-origin", "*"],
  ["access-control-allow-methods", "POST, GET, OPTIONS"],
  ["access-control-allow-headers", "*"],
];

const common: HeaderList = [
  ["cache-control", "must-revalidate, private, max-age=0"],
  ["pragma", "no-cache"],
  ["expires", "0"],
  ...cors,
];

export const streamHead: ServerEffect = {
  kind: "respond",
  status: 200,
  headers: [
    ...common,
    ["connection", "close"],
    ["content-type", "text/plain; charset=utf-8"],
    ["x-content-type-options", "nosniff"],
  ],
  stream: true,
};

/** A held poll was taken from its server by the hijack, which ends the connection with the answer. */
export function heldAnswer(batch: string): ServerEffect {
  return answer(batch, [["connection", "close"]]);
}

export function plainAnswer(batch: string, topics?: readonly string[]): ServerEffect {
  return answer(batch, [], topics);
}

function answer(batch: string, more: HeaderList, topics?: readonly string[]): ServerEffect {
  const body = new TextEncoder().encode(batch);
  const headers: HeaderList = [
    ...common,
    ...more,
    ["content-type", exactJsonType],
    ["content-length", String(body.length)],
  ];
  return { kind: "respond", status: 200, headers, body, topics };
}

export const preflight: ServerEffect = {
  kind: "respond",
  status: 200,
  headers: [...cors, ["content-type", exactJsonType], ["content-length", "2"]],
  body: "OK",
};

export const notFound = text(404, "not found");
export const sent = text(200, "sent");
export const nothingToPublish = text(400, "A broadcast needs the form fields channel and data.");

function text(status: number, body: string): ServerEffect {
  const headers: HeaderList = [...cors, ["content-type", "text/html"], ["content-length", String(body.length)]];
  return { kind: "respond", status, headers, body };
}

/** One publication goes to many clients as the same object, so its data becomes text once. */
const dataTexts = new WeakMap<Publication, string>();

/** A publication as an item of a batch. */
export function itemText(channel: string, publication: Publication): string {
  let data = dataTexts.get(publication);
  if (data === undefined) {
    data = JSON.stringify(publication.data) ?? "null";
    dataTexts.set(publication, data);
  }
  const { globalId, offset } = publication;
  return `{"global_id":${globalId},"message_id":${offset},"channel":${JSON.stringify(channel)},"data":${data}}`;
}

export function statusText(positions: ReadonlyMap<string, number>): string {
  const data = JSON.stringify(Object.fromEntries(positions));
  return `{"global_id":-1,"message_id":-1,"channel":"/__status","data":${data}}`;
}
