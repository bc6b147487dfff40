/** A port for a server that has to be told one. */
import { once } from "node:events";
import { createServer } from "node:net";

/** Of 127.0.0.1, and free just now: whoever wants it takes it soon. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (!address || typeof address === "string") throw new Error("No port could be had.");
  await once(server, "close");
  return address.port;
}
