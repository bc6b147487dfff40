/** What the mock's door says to those that it does not stream to. */
import type { HeaderList } from "../../model/frame.ts";
import type { ServerEffect } from "../../model/session.ts";
import { anyPage, plainAnswer } from "../kit/plain-answer.ts";

export const doorPath = "/events";

export const cors: HeaderList = [anyPage];

export const notFound = plainAnswer(404, `Nothing answers here. Event streams are at ${doorPath}?topic=NAME.`);
export const topicMissing = plainAnswer(
  400,
  `Name a topic: ${doorPath}?topic=chat. Several may be given: ?topic=chat&topic=news.`,
);
export const notAcceptable = plainAnswer(
  406,
  "This answers with text/event-stream, which the Accept header does not allow.",
);
export const methodNotAllowed = plainAnswer(405, "GET or POST, please.", [["Allow", "GET, POST, OPTIONS"]]);
/** What makes a client give up for good (WHATWG HTML section 9.2.3). */
export const stayAway: ServerEffect = { kind: "respond", status: 204, headers: cors };

export const preflight: ServerEffect = {
  kind: "respond",
  status: 204,
  headers: [...cors, ["Access-Control-Allow-Methods", "GET, POST"], ["Access-Control-Allow-Headers", "*"]],
};
