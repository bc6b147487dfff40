/** Debian's nginx with nchan: Server-Sent Events and WebSocket subscribers, and a publisher over HTTP. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ServerProcess } from "./server-process.ts";

export class NchanServer {
  readonly process: ServerProcess;

  static async start(): Promise<NchanServer> {
    const process = await ServerProcess.start((port, folder) => {
      const template = readFileSync(new URL("./nginx/nginx.conf", import.meta.url), "utf8");
      writeFileSync(join(folder, "nginx.conf"), template.replaceAll("PORT", `${port}`));
      mkdirSync(join(folder, "body"));
      return { command: "nginx", args: ["-p", folder, "-c", "nginx.conf", "-e", "error.log"] };
    });
    return new NchanServer(process);
  }

  private constructor(process: ServerProcess) {
    this.process = process;
  }

  url(scheme: "http" | "ws", path: string): string {
    return `${scheme}://127.0.0.1:${this.process.port}${path}`;
  }

  /** Returns the message's id, `seconds:number`. The content type decides whether a WebSocket gets text or bytes. */
  async publish(channel: string, body: string | Uint8Array<ArrayBuffer>, contentType = "text/plain"): Promise<string> {
    const headers = { "Content-Type": contentType, Accept: "text/json" };
    const response = await fetch(this.url("http", `/pub/${channel}`), { method: "POST", body, headers });
    if (!response.ok) throw new Error(`nchan answered ${response.status}: ${await response.text()}`);
    return String(((await response.json()) as { last_message_id: string }).last_message_id);
  }

  async delete(channel: string): Promise<void> {
    await fetch(this.url("http", `/pub/${channel}`), { method: "DELETE" });
  }
}
