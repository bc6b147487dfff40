/** A workbench with Framescope to look at in one's own browser, until it is interrupted: what the demo falls back to. */
import process from "node:process";
import { pageUrl, startServer } from "./server.ts";

export async function serve(): Promise<number> {
  const server = await startServer({ withExtension: true });
  console.log(`workbench: open ${pageUrl(server)}`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  await server.stop();
  return 0;
}
