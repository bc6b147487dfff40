/** What a request says of who it is: the claims of its JSON Web Token. Verifies nothing: the mock has no app's secret. */
import type { RequestHead } from "../model/frame.ts";
import { decodeBase64Text } from "../protocols/kit/base64.ts";
import { headerValue } from "../protocols/kit/headers.ts";
import { isRecord, parseJson } from "../protocols/kit/json.ts";
import { readUrl } from "../protocols/kit/url.ts";

/** Of `?jid=` (AnyCable's), `?token=` or `Authorization`; undefined when there is none that can be read. */
export function tokenClaims(request: RequestHead): Readonly<Record<string, unknown>> | undefined {
  const query = readUrl(request.url)?.searchParams;
  const bearer = /^bearer\s+(\S+)$/i.exec(headerValue(request.headers, "authorization") ?? "")?.[1];
  for (const written of [query?.get("jid"), query?.get("token"), bearer]) {
    const claims = written ? claimsOf(written) : undefined;
    if (claims) return claims;
  }
  return undefined;
}

/** RFC 7519: three parts with points between them, of which the second is JSON in base64. */
function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  const [, payload, signature] = token.split(".");
  if (payload === undefined || signature === undefined) return undefined;
  const json = decodeBase64Text(payload);
  const parsed = json === undefined ? undefined : parseJson(json);
  return parsed?.ok && isRecord(parsed.value) ? parsed.value : undefined;
}
