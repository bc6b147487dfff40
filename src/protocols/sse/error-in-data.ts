/** Finds errors that a server reports inside a stream whose status was fine. */
import { isRecord, parseJson } from "../kit/json.ts";

/** Reports are short; looking into every large event would cost more than it finds. */
const maxLength = 16 * 1024;

/**
 * The error's own words; undefined when there is none. Forms: `{"error":"…"}`, `{"error":{"message":"…"}}` (OpenAI,
 * JSON-RPC and so MCP), `{"type":"error","error":{…}}` (Anthropic).
 */
export function errorIn(data: string): string | undefined {
  if (data.length > maxLength || !data.includes('"error"')) return undefined;
  const json = parseJson(data);
  if (!json.ok || !isRecord(json.value)) return undefined;
  const { error } = json.value;
  if (typeof error === "string" && error !== "") return error;
  if (!isRecord(error)) return undefined;
  for (const key of ["message", "type", "code"]) {
    const value = error[key];
    if ((typeof value === "string" && value !== "") || typeof value === "number") return String(value);
  }
  return undefined;
}
