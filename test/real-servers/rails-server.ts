/** Debian's Rails 6.1 with Action Cable on puma, on the async or the redis adapter; and what a test may ask it to do. */
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { ServerProcess } from "./server-process.ts";

export interface RailsOptions {
  /** Only http://good.example may connect, as in production. */
  readonly checksOrigin?: boolean;
  /** On the redis adapter instead. */
  readonly redis?: { readonly url: string; readonly prefix?: string };
}

export class RailsServer {
  readonly process: ServerProcess;

  static async start(options: RailsOptions = {}): Promise<RailsServer> {
    const process = await ServerProcess.start((port, folder) => {
      copyFileSync(new URL("./rails/config.ru", import.meta.url), join(folder, "config.ru"));
      return {
        command: "puma",
        args: ["-b", `tcp://127.0.0.1:${port}`, "-t", "1:16", "config.ru"],
        env: {
          LOG: join(folder, "cable.log"),
          CHECK_ORIGIN: options.checksOrigin ? "1" : "0",
          ...(options.redis && { REDIS_URL: options.redis.url, CHANNEL_PREFIX: options.redis.prefix ?? "" }),
        },
      };
    });
    return new RailsServer(process);
  }

  private constructor(process: ServerProcess) {
    this.process = process;
  }

  cableUrl(user = "alice"): string {
    return `ws://127.0.0.1:${this.process.port}/cable?user=${user}`;
  }

  /** ActionCable.server.broadcast. */
  async broadcast(stream: string, data: unknown): Promise<void> {
    await this.#post(`/broadcast?stream=${encodeURIComponent(stream)}`, JSON.stringify(data));
  }

  /** ActionCable.server.remote_connections.where(current_user:).disconnect. */
  async disconnect(user: string): Promise<void> {
    await this.#post(`/disconnect?user=${user}`);
  }

  /** ActionCable.server.restart: what a code reload does. */
  async restart(): Promise<void> {
    await this.#post("/restart");
  }

  /** As turbo-rails signs the stream's name in a page. */
  async sign(stream: string): Promise<string> {
    const response = await fetch(this.#url(`/sign?stream=${encodeURIComponent(stream)}`));
    return await response.text();
  }

  async #post(path: string, body = ""): Promise<void> {
    const response = await fetch(this.#url(path), { method: "POST", body });
    if (!response.ok) throw new Error(`Rails answered ${response.status} to ${path}: ${await response.text()}`);
  }

  #url(path: string): string {
    return `http://127.0.0.1:${this.process.port}${path}`;
  }
}
