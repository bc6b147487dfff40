/** Small proxies that tell what they were asked: HTTP (CONNECT, over TLS too) and SOCKS 4, 4a and 5. All stop with the test. */
import { createServer as createHttpServer, type Server as HttpServer, type IncomingMessage } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect, createServer, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { identity } from "./authority.ts";
import { listen } from "./raw-server.ts";

export interface ProxyUnderTest {
  readonly port: number;
  /** `CONNECT localhost:1234 user:password`, `socks5 localhost:1234 user`. */
  readonly asked: string[];
}

export interface HttpProxyOptions {
  /** `user:password` that it wants. */
  readonly credentials?: string;
  /** Answers so, whatever it is asked for. */
  readonly answer?: string;
  readonly tls?: true;
}

export async function startHttpProxy(options: HttpProxyOptions = {}): Promise<ProxyUnderTest> {
  const asked: string[] = [];
  const server: HttpServer = options.tls ? createHttpsServer(identity("server")) : createHttpServer();
  server.on("connect", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => {});
    const [, encoded = ""] = (request.headers["proxy-authorization"] ?? "").split(" ");
    const credentials = Buffer.from(encoded, "base64").toString();
    asked.push(`CONNECT ${request.url} ${credentials}`.trim());
    if (options.answer !== undefined) socket.end(`HTTP/1.1 ${options.answer}\r\nContent-Length: 2\r\n\r\nno`);
    else if (options.credentials !== undefined && options.credentials !== credentials)
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="test"\r\n\r\n');
    else {
      const { hostname, port } = new URL(`http://${request.url}`);
      join(socket, hostname, Number(port || 80), "HTTP/1.1 200 Connection established\r\n\r\n", () =>
        socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n"),
      );
      socket.unshift(head);
    }
  });
  const { port } = await listen(server);
  return { port, asked };
}

/** `user:password`: SOCKS 5 wants them, SOCKS 4 wants the user. */
export async function startSocksProxy(credentials?: string): Promise<ProxyUnderTest> {
  const asked: string[] = [];
  const { port } = await listen(
    createServer((socket) => {
      socket.on("error", () => {});
      void serve(socket, credentials, asked).catch(() => socket.destroy());
    }),
  );
  return { port, asked };
}

async function serve(socket: Socket, credentials: string | undefined, asked: string[]): Promise<void> {
  const [version = 0] = await take(socket, 1);
  if (version === 4) await serve4(socket, credentials, asked);
  else await serve5(socket, credentials, asked);
}

async function serve4(socket: Socket, credentials: string | undefined, asked: string[]): Promise<void> {
  const [, high = 0, low = 0, ...address] = await take(socket, 7);
  const user = await takeText(socket);
  const is4a = address[0] === 0 && address[1] === 0 && address[2] === 0;
  const host = is4a ? await takeText(socket) : address.join(".");
  const port = high * 256 + low;
  asked.push(`socks4${is4a ? "a" : ""} ${host}:${port} ${user}`.trim());
  const answer = (code: number) => Buffer.from([0, code, 0, 0, 0, 0, 0, 0]);
  if (credentials !== undefined && credentials.split(":")[0] !== user) socket.end(answer(0x5d));
  else join(socket, host, port, answer(0x5a), () => socket.end(answer(0x5b)));
}

/** RFC 1928 and RFC 1929. */
async function serve5(socket: Socket, credentials: string | undefined, asked: string[]): Promise<void> {
  const [count = 0] = await take(socket, 1);
  const methods = [...(await take(socket, count))];
  const method = credentials === undefined ? 0 : 2;
  if (!methods.includes(method)) {
    socket.end(Buffer.from([5, 0xff]));
    return;
  }
  socket.write(Buffer.from([5, method]));
  let user = "";
  if (method === 2) {
    const [, length = 0] = await take(socket, 2);
    user = (await take(socket, length)).toString();
    const password = (await take(socket, (await take(socket, 1))[0] ?? 0)).toString();
    const isRight = credentials === `${user}:${password}`;
    socket.write(Buffer.from([1, isRight ? 0 : 1]));
    if (!isRight) return;
  }
  const [, , , type] = await take(socket, 4);
  const isName = type === 3;
  const address = await take(socket, isName ? ((await take(socket, 1))[0] ?? 0) : type === 4 ? 16 : 4);
  const host = isName ? address.toString() : type === 4 ? "::1" : address.join(".");
  const [high = 0, low = 0] = await take(socket, 2);
  const port = high * 256 + low;
  asked.push(`socks5 ${host}:${port} ${user}`.trim());
  const answer = (code: number) => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
  join(socket, host, port, answer(0), () => socket.end(answer(5)));
}

/** Leads both ways as soon as the target stands. */
function join(client: Duplex, host: string, port: number, welcome: string | Uint8Array, failed: () => void): void {
  const server = connect({ host, port }, () => {
    client.write(welcome);
    client.pipe(server).pipe(client);
  });
  let isJoined = false;
  server.once("connect", () => {
    isJoined = true;
  });
  server.on("error", () => (isJoined ? client.destroy() : failed()));
  client.on("close", () => server.destroy());
}

/** Exactly so many bytes. */
function take(socket: Socket, count: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const closed = () => reject(new Error("closed"));
    const look = () => {
      const bytes = count === 0 ? Buffer.alloc(0) : (socket.read(count) as Buffer | null);
      if (bytes === null) return;
      socket.off("readable", look).off("close", closed);
      resolve(bytes);
    };
    socket.on("readable", look).once("close", closed);
    look();
  });
}

/** Up to a NUL. */
async function takeText(socket: Socket): Promise<string> {
  let text = "";
  for (;;) {
    const [byte = 0] = await take(socket, 1);
    if (byte === 0) return text;
    text += String.fromCharCode(byte);
  }
}
