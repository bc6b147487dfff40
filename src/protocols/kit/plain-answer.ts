/** What a mock's session answers over plain HTTP in words for a person. */
import type { HeaderList } from "../../model/frame.ts";
import type { ServerEffect } from "../../model/session.ts";
import { nothing } from "./nothing.ts";

export const plainText = ["Content-Type", "text/plain; charset=utf-8"] as const;

/** Any page may read the mock: without this one from elsewhere is not even shown the status that it was refused with. */
export const anyPage = ["Access-Control-Allow-Origin", "*"] as const;

export function plainAnswer(status: number, text: string, headers: HeaderList = nothing): ServerEffect {
  return { kind: "respond", status, headers: [plainText, anyPage, ...headers], body: `${text}\n` };
}
