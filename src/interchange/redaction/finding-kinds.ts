/**
 * What may be private in payloads and identifiers, and how it is recognised. Headers, cookies and tokens in addresses are
 * masked before anything is recorded (`capture/redaction.ts`); this is for what a capture still holds when it is shared.
 */
import { isIPv6 } from "node:net";
import type { FindingKind } from "../../bridge/transfer.ts";
import { textInBase64 } from "./base64-text.ts";

export interface FindingPattern {
  readonly kind: FindingKind;
  /**
   * Global. With a group named `secret` only that is replaced, or one named `number`, for which a text is put in quotes (of
   * the group `quote`, if there is one); else all of the match.
   */
  readonly pattern: RegExp;
  /** For what a pattern cannot say. */
  accepts?(found: string): boolean;
}

/** What names end with whose value is a secret: `X-Api-Key`, `new_password` and `idToken` are such names too. */
const secretName =
  "(?:pass(?:word|wd|phrase|code)|pwd|secret(?:[_-]?key(?:[_-]?base)?)?|token|jwt|signature|credentials?|authorization|cookie|" +
  "(?<![a-z])otp|api[_-]?key|(?:access|auth|private|shared|signing|encryption|refresh|csrf|session|client)[_-]?(?:key|id))";

const number = String.raw`(?<number>-?\d[\d.]*)(?=\s*[,}\]])`;

/**
 * What of a text may be the beginning of a secret that its name tells, up to its end: a name, and a value that is not over.
 * `chunk-redactor.ts` waits for the rest.
 */
const unfinishedValue = String.raw`(?:\\+"[^"]*|"(?:[^"\\]|\\[^])*\\?|'(?:[^'\\]|\\[^])*\\?|[^\s"'&]*)`;
export const unfinishedSecret = new RegExp(
  [
    String.raw`${secretName}(?:\\*["']?\s*[:=]?\s*\\*|\\*["']?\s*(?:[:=]|=>)\s*${unfinishedValue})$`,
    String.raw`\b(?:Bearer|Basic)\s+\S*$`,
    String.raw`\bcookie:[^\r\n]*$`,
    String.raw`\bname=\\*["'][^<>]*$`,
  ].join("|"),
  "i",
);

/** In this order: what an earlier one has replaced no later one sees. */
export const findingPatterns: readonly FindingPattern[] = [
  // RFC 7519: three parts of base64url, of which the first two are JSON objects (`{"` is `eyJ` in base64).
  { kind: "jwt", pattern: /\beyJ[\w-]{8,}\.eyJ[\w-]{4,}\.[\w-]*/g },
  // ActiveSupport::MessageVerifier: base64, two hyphens, a digest in hex (SHA-1 to SHA-256) or base64 (Rails 7.1 and newer).
  { kind: "signedName", pattern: /(?<![\w+/=-])[\w+/-]{12,}={0,2}--[0-9a-f]{40,64}(?![\w-])/g },
  // In JSON, in what a program printed, and in JSON within JSON, whose quotes have backslashes before them.
  {
    kind: "secret",
    pattern: new RegExp(String.raw`${secretName}"\s*:\s*(?:"(?<secret>(?:[^"\\]|\\[^])+)"|${number})`, "gdi"),
  },
  {
    kind: "secret",
    pattern: new RegExp(String.raw`${secretName}'\s*(?::|=>)\s*'(?<secret>(?:[^'\\]|\\[^])+)'`, "gdi"),
  },
  {
    kind: "secret",
    pattern: new RegExp(
      String.raw`${secretName}(?<quote>\\+")\s*:\s*(?:\k<quote>(?<secret>(?:(?!(?<!\\)\k<quote>)[^])+)\k<quote>|${number})`,
      "gdi",
    ),
  },
  // In addresses and forms; in HTML as Rails and others write it.
  {
    kind: "secret",
    pattern: new RegExp(String.raw`${secretName}(?:\]|%5D)?=(?<secret>[^\s&;,"'<>\\#)]+)`, "gdi"),
  },
  { kind: "secret", pattern: /[?&;](?:key|sig|auth|pass)=(?<secret>[^\s&;,"'<>\\#)]+)/dgi },
  {
    kind: "secret",
    pattern: /\b[a-z][a-z\d+.-]{1,20}:(?:\\*\/){2}[^\s/:@"'\\<>]{0,80}:(?<secret>[^\s/@"'\\<>]{1,200})@/dgi,
  },
  {
    kind: "secret",
    pattern:
      /\bname=\\*["'](?:authenticity_token|csrf-token|csrfmiddlewaretoken)\\*["'][^<>]{0,120}?(?:value|content)=\\*["'](?<secret>[^"'\\<>]+)/dgi,
  },
  { kind: "secret", pattern: /\bcookie:\s*(?<secret>[^\s"'\\=;]+=[^\s"'\\;][^\r\n"'\\]*)/dgi },
  // Tokens that say by their beginning what they are: Stripe, GitHub, Slack, AWS, Google, GitLab.
  {
    kind: "secret",
    pattern:
      /\b(?:[srp]k_(?:live|test)_\w{10,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|xox[abeprs]-[\w-]{10,}|A(?:KIA|SIA)[A-Z0-9]{16}|AIza[\w-]{30,}|glpat-[\w-]{18,})/g,
  },
  { kind: "secret", pattern: /\bBearer\s+(?<secret>[\w.~+/-]{12,}=*)/dg },
  { kind: "secret", pattern: /\bBasic\s+(?<secret>[\w+/-]{8,}={0,2})(?![\w+/=-])/dg, accepts: isUserAndPassword },
  { kind: "secret", pattern: /(?<![\w/+=-])[\w-]{32,}(?![\w/+=-])/g, accepts: looksRandom },
  {
    kind: "email",
    pattern:
      /(?<![\w.%+-])[a-z0-9_](?:[\w.%+-]{0,62}[\w%+-])?@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?![\w-])/gi,
  },
  { kind: "ip", pattern: /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.])/g },
  {
    kind: "ip",
    pattern: /(?<![\w:.])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi,
    accepts: isIPv6,
  },
];

/** Upper case, lower case and digits mixed, as random characters are; words, hashes in hex, UUIDs and our own masks are not. */
function looksRandom(found: string): boolean {
  if (!/[A-Z]/.test(found) || !/[a-z]/.test(found) || !/\d/.test(found)) return false;
  const changes = found.match(/[a-z][A-Z0-9]|[A-Z][a-z0-9]|\d[A-Za-z]/g)?.length ?? 0;
  return changes >= found.length / 5;
}

/** RFC 7617. */
function isUserAndPassword(found: string): boolean {
  return textInBase64(found)?.includes(":") === true;
}
