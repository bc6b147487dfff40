/** Reads the command line of `framescope publish`. Pure. */
import { parseArgs } from "node:util";
import { UsageError } from "../usage-error.ts";
import { parsed, readPort } from "./option-values.ts";

export interface PublishRequest {
  readonly kind: "publish";
  readonly topic: string;
  readonly data: unknown;
  /** Which of several running mock servers. */
  readonly port?: number | undefined;
}

/** Throws a `UsageError`. */
export function readPublish(args: readonly string[]): PublishRequest {
  const { values, positionals } = parsed(() =>
    parseArgs({ args: [...args], allowPositionals: true, options: { port: { type: "string" } } }),
  );
  const [topic, json, ...others] = positionals;
  if (!topic || json === undefined || others.length > 0)
    throw new UsageError(
      `Give a topic and one JSON value, quoted for the shell: framescope publish chat '{"body":"hi"}'`,
    );
  return { kind: "publish", topic, data: readJson(json), port: readPort(values.port) };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const hint = /^[\w .-]+$/.test(text) ? ` For a text, quote it twice: '"${text}"'.` : "";
    throw new UsageError(`That is not JSON: ${error instanceof Error ? error.message : error}.${hint}`);
  }
}
