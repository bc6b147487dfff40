/**
 * What Rails writes into payloads: GlobalIDs, and texts that a MessageVerifier has signed, `base64--hexdigest`: signed
 * GlobalIDs, Turbo's signed stream names. A digest is never shown whole, nor checked.
 */
import { decodeBase64Json, decodeBase64Text } from "./base64.ts";
import type { Known, KnownLine } from "./known.ts";

const gid = /^gid:\/\/([\w.-]+)\/([\w:]+(?:%3A%3A\w+)*)\/([^\s/?#]+(?:\/[^\s/?#]+)*)(?:\?(\S*))?$/;
/** SHA-1, SHA-256, SHA-384 and SHA-512. */
const signed = /^([A-Za-z0-9+/_-]+={0,2})--([0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/;
const digests: Readonly<Record<number, string>> = { 40: "SHA-1", 64: "SHA-256", 96: "SHA-384", 128: "SHA-512" };
const digestShown = 6;
const notVerified = "Not verified: only the server that signed it can tell whether it is genuine.";

/** `gid://app/User/42`. */
export function globalIdKnown(text: string): Known | undefined {
  const lines = globalIdLines(text);
  return lines && { title: "GlobalID", lines };
}

/** Signed by Rails: what is in it decides what it is called. */
export function signedKnown(text: string): Known | undefined {
  const [, body = "", digest = ""] = signed.exec(text) ?? [];
  if (body === "") return undefined;
  const content = contentOf(body);
  if (content === undefined) return undefined;
  const digestLine = { label: "Digest", value: `${digest.slice(0, digestShown)}…`, aside: digests[digest.length] };
  const globalId = globalIdLines(content.text);
  if (globalId) {
    return {
      title: "Signed GlobalID",
      lines: [...globalId, ...content.lines, digestLine],
      note: notVerified,
      decoded: content.text,
    };
  }
  const parts = content.text.split(":").map(streamPart);
  const names = parts.filter((part) => part !== undefined);
  const title = content.lines.length === 0 ? "Signed stream name" : "Signed message";
  const named = names.length > 0 ? [{ label: "Streams of", value: names.join(" · ") }] : [];
  return {
    title,
    lines: [{ label: "Decoded", value: content.text }, ...named, ...content.lines, digestLine],
    note: notVerified,
    decoded: content.text,
  };
}

interface Content {
  readonly text: string;
  /** What Rails adds to it: purpose and expiry. */
  readonly lines: readonly KnownLine[];
}

/** JSON, or the envelope with a purpose that Rails wraps around it (`_rails`); what Ruby marshalled stays unread. */
function contentOf(body: string): Content | undefined {
  const value = decodeBase64Json(body)?.value;
  if (typeof value === "string") return { text: value, lines: [] };
  if (typeof value !== "object" || value === null) {
    const text = decodeBase64Text(body);
    return text === undefined ? undefined : { text, lines: [] };
  }
  const envelope = (value as { readonly _rails?: Record<string, unknown> })._rails;
  if (!envelope) return { text: JSON.stringify(value), lines: [] };
  const inner = envelope.data ?? (typeof envelope.message === "string" ? innerOf(envelope.message) : undefined);
  const lines: KnownLine[] = [];
  if (envelope.pur) lines.push({ label: "Purpose", value: String(envelope.pur) });
  if (envelope.exp) lines.push({ label: "Expires", value: String(envelope.exp) });
  return { text: typeof inner === "string" ? inner : JSON.stringify(inner ?? null), lines };
}

function innerOf(message: string): unknown {
  const json = decodeBase64Json(message);
  return json ? json.value : (decodeBase64Text(message) ?? message);
}

function globalIdLines(text: string): readonly KnownLine[] | undefined {
  const [, app = "", model = "", id = "", query] = gid.exec(text) ?? [];
  if (app === "") return undefined;
  const lines = [
    { label: "App", value: app },
    { label: "Model", value: decodeURIComponentSafely(model) },
    { label: "Id", value: decodeURIComponentSafely(id) },
  ];
  return query ? [...lines, { label: "With", value: decodeURIComponentSafely(query) }] : lines;
}

/** Turbo joins GlobalIDs in base64 (`gid_param`) and names by colons. */
function streamPart(part: string): string | undefined {
  const decoded = part.length >= 16 ? decodeBase64Text(part) : undefined;
  const [, , model = "", id = ""] = gid.exec(decoded ?? "") ?? [];
  return model === "" ? undefined : `${model} ${id}`;
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
