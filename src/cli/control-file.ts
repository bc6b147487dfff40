/**
 * The file of `framescope mock --control-file`: where a test finds the mock server that was started for it, and what lets
 * it drive that one.
 */
import { chmod, rm, writeFile } from "node:fs/promises";
import { findMocks } from "../../mock-server/control-client.ts";

/** Nobody else can read it, since it has the token. Rejects with a sentence. Gone again after the function that comes back. */
export async function writeControlFile(path: string, port: number | undefined): Promise<() => Promise<void>> {
  const mock = (await findMocks()).find((candidate) => candidate.port === port);
  if (!mock) throw new Error(`${path} cannot be written: this mock server could not leave word of itself, see above.`);
  const { origin, token, certificate } = mock;
  try {
    // A file that was there before keeps its mode, and must not have the token in it before that is right.
    await writeFile(path, "", { mode: 0o600 });
    await chmod(path, 0o600);
    await writeFile(path, `${JSON.stringify({ origin, token, certificate }, undefined, 2)}\n`);
  } catch (error) {
    throw new Error(`The control file cannot be written: ${error instanceof Error ? error.message : error}.`);
  }
  return () => rm(path, { force: true });
}
