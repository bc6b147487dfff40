/** What a person may say of an HTTP request: its method and body. Knows no protocol. */
import type { Values } from "../../model/form.ts";
import { MisuseError } from "./misuse-error.ts";

/** `purpose` ends the sentence "X is no method to …". Throws a `MisuseError` that names the setting. */
export function readMethodAndBody(values: Values, purpose: string): { readonly method: string; readonly body: string } {
  const method = (values.method || "GET").trim().toUpperCase();
  // RFC 9110 section 9.1: a method is a token; CONNECT and TRACE mean something else (WHATWG Fetch forbids them).
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Z]+$/.test(method) || method === "CONNECT" || method === "TRACE")
    throw new MisuseError("invalid-method", `"${method}" is no method to ${purpose}. Try GET or POST.`);
  const body = values.body ?? "";
  if (body !== "" && (method === "GET" || method === "HEAD"))
    throw new MisuseError("body-with-get", `${method} has no body. Choose POST, or leave the body empty.`);
  return { method, body };
}
