/** Values as they would be in another process: whoever starts a mock and whoever connects to one get the same. */
import { MisuseError } from "../protocols/kit/misuse-error.ts";

/** A copy. Throws `MisuseError` (`not-json`) for what JSON cannot say. */
export function asJson<T extends object>(value: T): T {
  try {
    return JSON.parse(JSON.stringify(value)) as T;
  } catch (error) {
    const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new MisuseError("not-json", `A mock server is told JSON only: ${reason.replace(/\.$/, "")}.`);
  }
}
