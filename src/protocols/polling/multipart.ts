/**
 * Reads a body of several parts, each with its own headers (RFC 2046 section 5.1): how nchan puts several messages into one
 * long-poll reply (`nchan_longpoll_multipart_response`). Knows no Content-Type: a stored body must be readable by itself.
 */
import type { HeaderList } from "../../model/frame.ts";

export interface Part {
  readonly headers: HeaderList;
  readonly body: string;
}

/** Servers put the first delimiter at the very beginning; a preamble before it is in no known use. */
const firstDelimiter = /^(?:\r?\n)?--([\w'()+,\-./:=? ]{0,69}[\w'()+,\-./:=?])[ \t]*(?=\r?\n)/;

/** Undefined when the text is no such body, or is not ended by its last delimiter. */
export function readMultipart(text: string): readonly Part[] | undefined {
  const boundary = firstDelimiter.exec(text)?.[1];
  if (boundary === undefined) return undefined;
  const delimiter = new RegExp(`(?:^|\\r?\\n)--${escaped(boundary)}(--)?[ \\t]*(?=\\r?\\n|$)`, "g");
  const parts: Part[] = [];
  let from = -1;
  for (const match of text.matchAll(delimiter)) {
    if (from >= 0) parts.push(readPart(text.slice(from, match.index)));
    if (match[1] !== undefined) return parts;
    from = match.index + match[0].length;
  }
  return undefined;
}

/** Begins with the line end after the delimiter. Without a blank line after the headers all of it is body. */
function readPart(text: string): Part {
  const match = /^\r?\n((?:[^\r\n]+\r?\n)*)(?:\r?\n)?/.exec(text);
  const lines = (match?.[1] ?? "").split(/\r?\n/).filter((line) => line !== "");
  if (match === null || lines.some((line) => !/^[!#$%&'*+\-.^`|~\w]+:/.test(line)))
    return { headers: [], body: text.replace(/^\r?\n/, "") };
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const;
  });
  return { headers, body: text.slice(match[0].length) };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
