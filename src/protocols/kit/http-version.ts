/** The wish for an HTTP version, for every protocol over HTTP: asked and read in one way. */
import type { Field, Values } from "../../model/form.ts";
import { MisuseError } from "./misuse-error.ts";

const versions = ["any", "1.1"] as const;

export const httpVersionField: Field = {
  name: "httpVersion",
  label: "HTTP version",
  type: "choice",
  choices: versions,
  initial: "any",
  help: "Any: HTTP/2 where an https server offers it, else HTTP/1.1. 1.1: never HTTP/2.",
};

/** Throws a `MisuseError`. */
export function readHttpVersion({ httpVersion }: Values): "any" | "1.1" {
  const found = versions.find((version) => version === (httpVersion || "any"));
  if (!found)
    throw new MisuseError(
      "invalid-http-version",
      `"HTTP version" is one of ${versions.join(", ")}, not "${httpVersion}".`,
    );
  return found;
}
