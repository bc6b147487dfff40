/** A mock server that runs already, in VS Code or in a terminal: found by the file that it leaves, or by its address. */
import { readFile } from "node:fs/promises";
import { askMock } from "../../mock-server/control/asking.ts";
import type { Perform } from "../../mock-server/control/orders.ts";
import { findMocks } from "../../mock-server/control-client.ts";
import { MisuseError } from "../protocols/kit/misuse-error.ts";
import type { Mock, MockAddress } from "./mock.ts";
import { orderedMock } from "./ordered-mock.ts";

/** By address, or by the file that `framescope mock --control-file` writes, or by port; else the one started last. */
export type ConnectOptions = MockAddress | { readonly controlFile: string } | { readonly port?: number | undefined };

/** Rejects where none runs, or the token is not its own. */
export async function connectToMock(options: ConnectOptions = {}): Promise<Mock> {
  const address = await addressOf(options);
  const stopped = new AbortController();
  const perform: Perform = (name, input) => askMock(address, name, input, stopped.signal);
  const { doors } = await perform("state", {});
  return orderedMock({ address, doors, perform, stop: async () => stopped.abort() });
}

async function addressOf(options: ConnectOptions): Promise<MockAddress> {
  if ("origin" in options) return options;
  if ("controlFile" in options) return readControlFile(options.controlFile);
  const mocks = await findMocks();
  const { port } = options;
  const found = mocks.find((mock) => port === undefined || mock.port === port);
  if (found) return found;
  const others = mocks.map((mock) => mock.port).join(", ");
  throw new MisuseError(
    "no-mock",
    port !== undefined && others !== ""
      ? `No mock server of yours runs on port ${port}, only on ${others}.`
      : 'No mock server of yours is running. Start one with "framescope mock", in VS Code, or with startMock().',
  );
}

async function readControlFile(path: string): Promise<MockAddress> {
  try {
    const { origin, token, certificate } = JSON.parse(await readFile(path, "utf8"));
    if (typeof origin === "string" && typeof token === "string") return { origin, token, certificate };
  } catch {
    // Said below: whatever is wrong with it, it does not tell where a mock server is.
  }
  throw new MisuseError(
    "no-control-file",
    `${path} does not say where a mock server is. "framescope mock --control-file ${path}" writes it.`,
  );
}
