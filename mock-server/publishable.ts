/** What may be published, said in sentences where it may not. */
import { MisuseError } from "../src/protocols/kit/misuse-error.ts";

/**
 * The data as JSON text. Throws `MisuseError` for a topic without a name (`missing-topic`) and for data that is not
 * JSON (`not-json`).
 */
export function publishableJson(topic: string, data: unknown): string {
  if (topic === "") throw new MisuseError("missing-topic", "A publication needs a topic, such as chat:lobby.");
  let text: string | undefined;
  try {
    text = JSON.stringify(data);
  } catch (error) {
    throw new MisuseError("not-json", `Only JSON can be published: ${error instanceof Error ? error.message : error}.`);
  }
  if (text === undefined) {
    throw new MisuseError("not-json", `Only JSON can be published, and ${typeof data} is not JSON.`);
  }
  return text;
}
