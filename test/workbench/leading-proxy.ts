/** An HTTP proxy that leads every host to one port of this machine, and remembers for whom it was asked. */
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";

export interface LeadingProxy {
  readonly url: string;
  /** `app.example:80`, oldest first. */
  readonly asked: string[];
  stop(): void;
}

/** `portOf` is asked anew for each connection. */
export async function startLeadingProxy(portOf: () => number): Promise<LeadingProxy> {
  const asked: string[] = [];
  const server = createServer();
  server.on("connect", (request, client) => {
    asked.push(request.url ?? "");
    const target = connect(portOf(), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      client.pipe(target).pipe(client);
    });
    for (const [socket, other] of [
      [client, target],
      [target, client],
    ] as const) {
      socket.on("error", () => socket.destroy());
      socket.on("close", () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
