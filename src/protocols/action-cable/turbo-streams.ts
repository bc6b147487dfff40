/**
 * Finds the `<turbo-stream>` elements in a string of HTML, to show what a page would do with it. Builds no DOM and runs
 * nothing; reads forward only, so that no input makes it slow.
 */
import { readAttributes } from "./html-attributes.ts";

export interface TurboStream {
  /** `append`, `replace`, `refresh` or an app's own; empty when the attribute is missing. */
  readonly action: string;
  /** `#id` from `target`, or the selector from `targets`; undefined when it has neither (`refresh`). */
  readonly target: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
  /** Inner HTML of the `<template>`; undefined when there is none. */
  readonly template: string | undefined;
}

export interface TurboStreams {
  readonly streams: readonly TurboStream[];
  /** Set when the HTML was longer, or had more elements, than is read: the rest is not told apart. */
  readonly cut: boolean;
}

const maxLength = 1_000_000;
const maxStreams = 500;
const openTag = "<turbo-stream";
const closeTag = "</turbo-stream>";

/** Undefined when the text holds no such element. */
export function readTurboStreams(html: string): TurboStreams | undefined {
  const text = html.slice(0, maxLength);
  const streams: TurboStream[] = [];
  let offset = nextOpening(text, 0);
  while (offset >= 0) {
    if (streams.length === maxStreams) return { streams, cut: true };
    const tag = readAttributes(text, offset + openTag.length);
    if (!tag) break;
    const end = tag.selfClosed ? tag.end : matchingClose(text, tag.end);
    streams.push(streamOf(tag.attributes, text.slice(tag.end, end)));
    offset = nextOpening(text, end);
  }
  return streams.length === 0 ? undefined : { streams, cut: html.length > maxLength };
}

function streamOf(attributes: Record<string, string>, inner: string): TurboStream {
  const { action = "", target, targets } = attributes;
  return {
    action,
    target: target !== undefined ? `#${target}` : targets,
    attributes,
    template: templateIn(inner),
  };
}

function templateIn(inner: string): string | undefined {
  const start = inner.search(/<template[\s>]/i);
  if (start < 0) return undefined;
  const bodyStart = inner.indexOf(">", start) + 1;
  const bodyEnd = inner.toLowerCase().lastIndexOf("</template>");
  return inner.slice(bodyStart, bodyEnd < bodyStart ? undefined : bodyEnd).trim();
}

/** `<turbo-stream` itself, not `<turbo-stream-source`. */
function nextOpening(text: string, from: number): number {
  let offset = text.indexOf(openTag, from);
  while (offset >= 0 && !/[\s/>]/.test(text[offset + openTag.length] ?? "")) {
    offset = text.indexOf(openTag, offset + openTag.length);
  }
  return offset;
}

/** Where the element's own closing tag begins: streams may be nested inside a template. */
function matchingClose(text: string, from: number): number {
  let open = nextOpening(text, from);
  let close = text.indexOf(closeTag, from);
  for (let depth = 1; close >= 0; ) {
    if (open >= 0 && open < close) {
      depth += 1;
      open = nextOpening(text, open + openTag.length);
      continue;
    }
    depth -= 1;
    if (depth === 0) return close;
    close = text.indexOf(closeTag, close + closeTag.length);
  }
  return text.length;
}
