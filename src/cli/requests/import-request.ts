/** Reads the command line of `framescope import`. Pure. */
import { parseArgs } from "node:util";
import { readFilter } from "../filter.ts";
import { UsageError } from "../usage-error.ts";
import { parsed } from "./option-values.ts";

export interface ImportRequest {
  readonly kind: "import";
  readonly path: string;
  readonly json: boolean;
  readonly filter: string;
  readonly heartbeats: boolean;
  /** Where to write a scenario of it, in place of its rows on stdout. */
  readonly scenario?: string | undefined;
}

/** Throws a `UsageError`. */
export function readImport(args: readonly string[]): ImportRequest {
  const { values, positionals } = parsed(() =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: "boolean" },
        filter: { type: "string" },
        "no-heartbeats": { type: "boolean" },
        scenario: { type: "string" },
      },
    }),
  );
  const [path, ...others] = positionals;
  if (path === undefined) throw new UsageError("Give the file to import, such as customer.har.");
  if (others.length > 0) throw new UsageError(`One file at a time: what is "${others[0]}" for?`);
  const { json = false, filter = "" } = values;
  const { scenario } = values;
  const clash = (["json", "filter", "no-heartbeats"] as const).find((name) => values[name] !== undefined);
  if (scenario !== undefined && clash)
    throw new UsageError(`A scenario is made of all that is in the file: leave out --${clash}, or --scenario.`);
  return { kind: "import", path, json, filter: readFilter(filter), heartbeats: !values["no-heartbeats"], scenario };
}
