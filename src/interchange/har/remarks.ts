/** What is said where a HAR does not have what was on the wire. */
import { formatBytes } from "../../protocols/kit/words.ts";
import type { Remark } from "../step.ts";
import type { HarBody } from "./index-entries.ts";

export const noHandshake: Remark = {
  title: "the file has no whole handshake of this connection",
  explanation:
    "The tool that wrote it kept no headers of the request or of the answer. Which subprotocol was agreed on and which " +
    "cookies were sent cannot be said: it is judged as if the usual subprotocol had been agreed on.",
};

export function unreadableMessages(count: number): Remark {
  return {
    title: `${count === 1 ? "1 message" : `${count} messages`} of the file cannot be read`,
    explanation:
      "A message has its text as a string, or its bytes in base64. What these have instead is in the file alone.",
  };
}

export function bodyRemark(
  { sizeBytes = -1, comment }: HarBody,
  receivedBytes: number,
  isFromEvents: boolean,
): Remark | undefined {
  if (isFromEvents && receivedBytes > 0) {
    return {
      title: "put together from the events that the file lists",
      explanation:
        "Browsers keep no body of an event stream, but the events that they read from it. Comments, retry lines and " +
        "unfinished events are not among them, and lines may have been written otherwise.",
    };
  }
  if (receivedBytes >= sizeBytes || sizeBytes <= 0) return undefined;
  const kept = receivedBytes === 0 ? "none" : formatBytes(receivedBytes);
  return {
    title: `the file holds ${kept} of the ${formatBytes(sizeBytes)} of this body`,
    explanation:
      `The tool that wrote the file left out the rest${comment ? ` ("${comment}")` : ""}. Firefox keeps the first 1 MiB ` +
      "unless devtools.netmonitor.responseBodyLimit says otherwise, HTTP Toolkit bodies up to 500 kB.",
  };
}
