/**
 * Paths, queries and posted forms: what is in them, and whether a request is like a recorded one. A parameter's place
 * among the others means nothing; that of a path's segment does.
 */
import type { HoleValue, HoleValues } from "./holes.ts";
import { likeness, type RecordedValues } from "./likeness.ts";

/** A value within an address or a form, decoded; `from` and `to` are where it stands, encoded. */
export interface Part {
  readonly key: string | undefined;
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

/** `path?query`. The key of a segment is the one before it. */
export function addressParts(address: string): Part[] {
  const [path = ""] = address.split("?", 1);
  const parts: Part[] = [];
  for (const match of path.matchAll(/[^/]+/g)) {
    const before = parts.at(-1)?.value;
    parts.push({ key: before, value: decodedText(match[0]), from: match.index, to: match.index + match[0].length });
  }
  return [...parts, ...formParts(address, path.length + 1)];
}

/** `name=value&name=value`, from an offset on. */
export function formParts(text: string, from = 0): Part[] {
  const parts: Part[] = [];
  let at = from;
  for (const pair of from >= text.length ? [] : text.slice(from).split("&")) {
    const equals = pair.indexOf("=");
    if (equals > 0) {
      const value = decodedText(pair.slice(equals + 1));
      parts.push({ key: decodedText(pair.slice(0, equals)), value, from: at + equals + 1, to: at + pair.length });
    }
    at += pair.length + 1;
  }
  return parts;
}

export function isForm(text: string): boolean {
  return /^[^=&\s{["]+=[^&\s]*(?:&[^=&\s]+=[^&\s]*)*$/.test(text);
}

/** What the holes of a recorded address stand for in this one; undefined where it asks for something else. */
export function likeAddress(
  template: string,
  address: string,
  /** In place of this beginning, the recorded path may have another. */
  door: string | undefined,
  recorded: RecordedValues,
): HoleValues | undefined {
  const [templatePath = "", addressPath = ""] = [template, address].map((text) => text.split("?", 1)[0]);
  const path = likePath(
    segments(templatePath),
    segments(addressPath),
    door === undefined ? undefined : segments(door),
    recorded,
  );
  const query =
    path && likeForm(template.slice(templatePath.length + 1), address.slice(addressPath.length + 1), recorded);
  return query && new Map([...path, ...query]);
}

/** What was posted: a form by its parameters, anything else as a message. */
export function likeBody(template: string, body: string, recorded: RecordedValues): HoleValues | undefined {
  return isForm(template) && isForm(body) ? likeForm(template, body, recorded) : likeness(template, body, recorded);
}

function likePath(
  template: readonly string[],
  path: readonly string[],
  door: readonly string[] | undefined,
  recorded: RecordedValues,
): HoleValues | undefined {
  const whole = likeEach(template, path, recorded);
  if (whole || !door?.every((segment, index) => path[index] === segment)) return whole;
  const rest = path.slice(door.length);
  return rest.length > template.length
    ? undefined
    : likeEach(template.slice(template.length - rest.length), rest, recorded);
}

function likeForm(template: string, form: string, recorded: RecordedValues): HoleValues | undefined {
  const [wanted, given] = [formParts(template), formParts(form)];
  if (wanted.length !== given.length) return undefined;
  const inOrder = (parts: readonly Part[]) =>
    parts
      .map(({ key, value }) => ({ key: key ?? "", value }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const [names, values] = [inOrder(wanted), inOrder(given)];
  if (names.some(({ key }, index) => key !== values[index]?.key)) return undefined;
  return likeEach(
    names.map(({ value }) => value),
    values.map(({ value }) => value),
    recorded,
  );
}

function likeEach(
  templates: readonly string[],
  texts: readonly string[],
  recorded: RecordedValues,
): HoleValues | undefined {
  if (templates.length !== texts.length) return undefined;
  const found = new Map<string, HoleValue>();
  for (const [index, template] of templates.entries()) {
    const values = likeness(template, texts[index] ?? "", recorded);
    if (!values) return undefined;
    for (const [name, value] of values) found.set(name, value);
  }
  return found;
}

function segments(path: string): string[] {
  return path
    .split("/")
    .filter((segment) => segment !== "")
    .map(decodedText);
}

function decodedText(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
