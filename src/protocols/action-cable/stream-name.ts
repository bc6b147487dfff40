/**
 * Names of broadcast streams as turbo-rails and Rails write them: the signed stream name, and GlobalIDs inside it.
 * Reads without the key: what is signed is not secret. Verifies nothing.
 */
import { decodeBase64Text } from "../kit/base64.ts";
import { parseJson } from "../kit/json.ts";

export interface SignedStreamName {
  /** What the server broadcasts to: `room:7`, or with GlobalID params `Z2lkOi8v…:messages`. */
  readonly streamName: string;
  /** The same with GlobalIDs decoded: `gid://app/Room/7:messages`. */
  readonly readable: string;
  /** The GlobalIDs in it, in order. */
  readonly globalIds: readonly string[];
}

/** `base64(JSON string)--hex HMAC`; undefined when it is not of that form. */
export function decodeSignedStreamName(signed: string): SignedStreamName | undefined {
  const encoded = signed.split("--", 1)[0] ?? "";
  const json = decodeBase64Text(encoded);
  const parsed = json === undefined ? undefined : parseJson(json);
  if (!parsed?.ok || typeof parsed.value !== "string") return undefined;
  const globalIds: string[] = [];
  const parts = parsed.value.split(":").map((part) => {
    const globalId = decodeGlobalIdParam(part);
    if (globalId === undefined) return part;
    globalIds.push(globalId);
    return globalId;
  });
  return { streamName: parsed.value, readable: parts.join(":"), globalIds };
}

/** The `gid://app/Model/id` in a GlobalID param (URL-safe base64); undefined when it is something else. */
function decodeGlobalIdParam(param: string): string | undefined {
  // "gid://" always encodes to these eight characters.
  if (!param.startsWith("Z2lkOi8v")) return undefined;
  return decodeBase64Text(param);
}

/** `gid://app/Room/7` → `Room/7`. */
export function shortGlobalId(globalId: string): string {
  return globalId.replace(/^gid:\/\/[^/]*\//, "").replace(/\?.*$/, "");
}
