/** nginx in front of a mock server, as an app's is: with its default buffering, without any, and with gzip. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { ServerProcess } from "../real-servers/server-process.ts";

export type Buffering = "default" | "off" | "gzip";

const directives: Readonly<Record<Buffering, string>> = {
  default: "",
  off: "proxy_buffering off;",
  gzip: "gzip on; gzip_types text/plain; gzip_min_length 0; gzip_proxied any;",
};

/** Returns its origin; it is gone when the test ends. */
export async function proxy(origin: string, buffering: Buffering): Promise<string> {
  const server = await ServerProcess.start((port, folder) => {
    mkdirSync(join(folder, "body"));
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path body;`);
    writeFileSync(
      join(folder, "nginx.conf"),
      `daemon off; pid nginx.pid; error_log error.log; worker_processes 1;
      events { worker_connections 64; }
      http {
        access_log off; ${temporary.join(" ")}
        server {
          listen 127.0.0.1:${port};
          location / { proxy_pass ${origin}; proxy_http_version 1.1; ${directives[buffering]} }
        }
      }`,
    );
    return { command: "nginx", args: ["-p", folder, "-c", "nginx.conf", "-e", "error.log"] };
  });
  onTestFinished(() => server.stop());
  return `http://127.0.0.1:${server.port}`;
}
