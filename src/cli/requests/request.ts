/**
 * Reads a command line into what is wanted: finds the command, and leaves the rest to it. Pure: no process, no
 * terminal, no engine.
 */
import { type CommandName, commandNames } from "../usage.ts";
import { UsageError } from "../usage-error.ts";
import { type ImportRequest, readImport } from "./import-request.ts";
import { type ListenRequest, readListen } from "./listen-request.ts";
import { type MockRequest, readMock } from "./mock-request.ts";
import { type PublishRequest, readPublish } from "./publish-request.ts";

export type Request =
  | ListenRequest
  | ImportRequest
  | MockRequest
  | PublishRequest
  | { readonly kind: "help"; readonly command?: CommandName | undefined }
  | { readonly kind: "version" };

const readers: Readonly<Record<CommandName, (args: readonly string[]) => Request>> = {
  listen: readListen,
  import: readImport,
  mock: readMock,
  publish: readPublish,
};

/** Throws a `UsageError`. `args` is what follows the program's name. */
export function readRequest(args: readonly string[]): Request {
  const [first, ...rest] = args;
  if (first === undefined) throw new UsageError("Say what to do: listen, import, mock or publish.");
  if (first === "--help" || first === "-h") return { kind: "help" };
  if (first === "--version" || first === "-v") return { kind: "version" };
  if (first === "help") return { kind: "help", command: commandNames.find((name) => name === rest[0]) };
  const command = commandNames.find((name) => name === first);
  if (!command) {
    const meant = /^(wss?|https?):\/\//i.test(first) ? ` Did you mean "framescope listen ${first}"?` : "";
    throw new UsageError(`There is no command "${first}", only ${commandNames.join(", ")}.${meant}`);
  }
  if (rest.includes("--help") || rest.includes("-h")) return { kind: "help", command };
  return readers[command](rest);
}
