/** What kind of answer a head announces. */
import type { Handshake, ResponseHead } from "../../model/frame.ts";
import { headerValue } from "../kit/headers.ts";

/** `stream`: blocks. `whole`: one batch. `other`: no batch at all, such as a refusal or a page. */
export type AnswerForm = "stream" | "whole" | "other";

/** What message-bus-client compares the header with, to the letter, to see that it was not answered in blocks. */
export const exactJsonType = "application/json; charset=utf-8";

export function answerFormOf({ request, response }: Handshake): AnswerForm {
  // A preflight is answered with `OK`, as JSON by its type.
  if (request.method === "OPTIONS" || response.status < 200 || response.status >= 300) return "other";
  const type = contentTypeOf(response);
  if (type.startsWith("application/json")) return "whole";
  // A missing type is read by the official client like any but JSON: as blocks.
  return type === "" || type.startsWith("text/plain") ? "stream" : "other";
}

function contentTypeOf(response: ResponseHead): string {
  return (headerValue(response.headers, "content-type") ?? "").trim().toLowerCase();
}
