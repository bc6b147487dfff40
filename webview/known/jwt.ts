/**
 * JSON Web Tokens (RFC 7519): header and claims, with their moments readable. The signature is never shown whole, since
 * it is what makes the token usable; nor is it checked.
 */
import { formatAge, formatMoment } from "../format.ts";
import { decodeBase64Json } from "./base64.ts";
import type { Known, KnownLine } from "./known.ts";

const moments = ["exp", "nbf", "iat", "auth_time"];
const claimNames: Readonly<Record<string, string>> = {
  iss: "issuer",
  sub: "subject",
  aud: "audience",
  exp: "expires",
  nbf: "not before",
  iat: "issued at",
  jti: "token id",
};
const signatureShown = 4;

export function jwtKnown(text: string, rowAt: number | undefined): Known | undefined {
  const parts = text.split(".");
  const [headerPart = "", claimsPart = "", signature = ""] = parts;
  if (parts.length !== 3 || !headerPart.startsWith("ey")) return undefined;
  const header = recordIn(headerPart);
  const claims = recordIn(claimsPart);
  if (!header || !claims || typeof header.alg !== "string") return undefined;
  const shown = signature === "" ? "none" : `${signature.slice(0, signatureShown)}… (${signature.length} characters)`;
  return {
    title: "JSON Web Token",
    lines: [
      ...Object.entries(header).map(([name, value]) => ({ label: name, value: textOf(value), aside: "header" })),
      ...Object.entries(claims).map(([name, value]) => claimLine(name, value, rowAt)),
      { label: "Signature", value: shown },
    ],
    note: "Not verified: anyone can write these claims.",
    decoded: JSON.stringify({ header, claims }, null, 2),
  };
}

function claimLine(name: string, value: unknown, rowAt: number | undefined): KnownLine {
  if (!moments.includes(name) || typeof value !== "number")
    return { label: name, value: textOf(value), aside: claimNames[name] };
  const at = value * 1000;
  const age = rowAt === undefined ? "" : ` · ${formatAge(rowAt - at)}`;
  const state = name === "exp" && rowAt !== undefined && at <= rowAt ? "expired" : claimNames[name];
  return { label: name, value: `${formatMoment(at)}${age}`, aside: state };
}

function recordIn(part: string): Record<string, unknown> | undefined {
  const value = decodeBase64Json(part)?.value;
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
