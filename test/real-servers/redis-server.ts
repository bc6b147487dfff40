/** Debian's Redis on a free port, with a folder of its own; and clients that look at it from outside. */
import { createClient } from "@redis/client";
import { onTestFinished } from "vitest";
import { ServerProcess } from "./server-process.ts";

export class RedisServer {
  readonly process: ServerProcess;
  readonly #password: string | undefined;

  /** `saves`: each write is on disk before it is answered. Else all is gone when it ends. */
  static async start(options: { readonly saves?: boolean; readonly password?: string } = {}): Promise<RedisServer> {
    const { saves = false, password } = options;
    const server = await ServerProcess.start((port, folder) => ({
      command: "redis-server",
      args: [
        ...["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""],
        ...(saves ? ["--appendonly", "yes", "--appendfsync", "always"] : []),
        ...(password === undefined ? [] : ["--requirepass", password]),
      ],
    }));
    return new RedisServer(server, password);
  }

  private constructor(process: ServerProcess, password: string | undefined) {
    this.process = process;
    this.#password = password;
  }

  url(database = 1): string {
    const secret = this.#password === undefined ? "" : `:${this.#password}@`;
    return `redis://${secret}127.0.0.1:${this.process.port}/${database}`;
  }

  /** Somebody else's connection, gone when the test ends. */
  async client(database = 1) {
    const client = createClient({ url: this.url(database), RESP: 2 });
    // It may live longer than the server, in tests that end that.
    client.on("error", () => {});
    await client.connect();
    onTestFinished(() => client.destroy());
    return client;
  }
}
