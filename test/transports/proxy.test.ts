/** Proxies of every kind, by all ways that transports go. */
import { describe, expect, test } from "vitest";
import type { OpenRequest } from "../../src/model/transport.ts";
import { authorityFile } from "./support/authority.ts";
import { startHttpProxy, startSocksProxy } from "./support/proxies.ts";
import { refusedPort, startRawServer } from "./support/raw-server.ts";
import { allWays, heard, open, startServer } from "./support/servers.ts";

const tls = { ca: authorityFile("authority.pem") };
const targetOf = (url: string) => new URL(url.replace(/^ws/, "http")).host;

async function failureOf(url: string, request: Partial<OpenRequest>) {
  const close = await open(url, { tls, ...request }).whenClosed;
  return close.kind === "failed" ? close.failure : undefined;
}

describe.each(allWays)("%s", (way) => {
  test("goes through an HTTP proxy by CONNECT, which the handshake tells", async () => {
    const url = await startServer(way);
    const { port, asked } = await startHttpProxy();
    const sink = open(url, { tls, proxy: `http://localhost:${port}` });
    expect(await heard(sink)).toContain("hello");
    expect(asked).toEqual([`CONNECT ${targetOf(url)}`]);
    const { proxy, remoteAddress, timing } = await sink.whenOpened;
    expect(proxy).toBe(`http://localhost:${port}`);
    expect(remoteAddress).toMatch(new RegExp(`:${port}$`));
    if (!url.startsWith("ws")) expect(timing?.proxyMs).toBeGreaterThan(0);
  });

  test("goes through a proxy that wants TLS and a password, which is told nowhere", async () => {
    const url = await startServer(way);
    const { port, asked } = await startHttpProxy({ tls: true, credentials: "ana:p@ss" });
    const sink = open(url, { tls, proxy: `https://ana:p%40ss@localhost:${port}` });
    expect(await heard(sink)).toContain("hello");
    expect(asked).toEqual([`CONNECT ${targetOf(url)} ana:p@ss`]);
    expect(JSON.stringify([await sink.whenOpened, sink.frames])).not.toContain("p%40ss");
    expect((await sink.whenOpened).proxy).toBe(`https://localhost:${port}`);
  });

  test.each([
    ["socks4", /^socks4 127\.0\.0\.1:\d+ ana$/],
    ["socks4a", /^socks4a localhost:\d+ ana$/],
    ["socks5", /^socks5 127\.0\.0\.1:\d+ ana$/],
    ["socks5h", /^socks5 localhost:\d+ ana$/],
  ])("goes through %s", async (scheme, asking) => {
    const url = await startServer(way);
    const { port, asked } = await startSocksProxy("ana:secret");
    const sink = open(url, { tls, proxy: `${scheme}://ana:secret@127.0.0.1:${port}` });
    expect(await heard(sink)).toContain("hello");
    expect(asked).toEqual([expect.stringMatching(asking)]);
    expect((await sink.whenOpened).proxy).toBe(`${scheme}://127.0.0.1:${port}`);
  });

  test("goes directly where the proxy is none, or the host is exempt from it", async () => {
    const url = await startServer(way);
    for (const request of [{ proxy: "none" }, { proxy: "http://no.invalid", noProxy: "a.example, localhost" }]) {
      const sink = open(url, { tls, ...request });
      expect(await heard(sink)).toContain("hello");
      expect((await sink.whenOpened).proxy).toBeUndefined();
    }
  });

  test("names the proxy that wants other credentials", async () => {
    const url = await startServer(way);
    const { port } = await startHttpProxy({ credentials: "ana:secret" });
    const message = `The proxy http://localhost:${port} answered 407 Proxy Authentication Required when it was asked for ${targetOf(url)}`;
    const failure = await failureOf(url, { proxy: `localhost:${port}` });
    expect(failure).toEqual({
      stage: "proxy",
      code: "proxy-407",
      message: `${message}: no user was given. It wants Basic.`,
    });
    const wrong = await failureOf(url, { proxy: `http://ana:guess@localhost:${port}` });
    expect(wrong?.message).toBe(`${message}: it did not take this user and password. It wants Basic.`);
  });

  test("names the proxy that is not there", async () => {
    const url = await startServer(way);
    const port = await refusedPort();
    for (const scheme of ["http", "https", "socks5"])
      expect(await failureOf(url, { proxy: `${scheme}://127.0.0.1:${port}` })).toMatchObject({
        stage: "proxy",
        code: "ECONNREFUSED",
        message: `On the way to the proxy: Nothing listens on ${scheme}://127.0.0.1:${port}: the connection was refused.`,
      });
  });
});

describe("a proxy that does not let us through", () => {
  test.each(["403 Forbidden", "502 Bad Gateway", "503 Service Unavailable"])("answers %s", async (answer) => {
    const { port } = await startHttpProxy({ answer });
    expect(await failureOf("https://app.test/", { proxy: `http://127.0.0.1:${port}` })).toEqual({
      stage: "proxy",
      code: `proxy-${answer.slice(0, 3)}`,
      message: `The proxy http://127.0.0.1:${port} answered ${answer} when it was asked for app.test:443.`,
    });
  });

  test("is refused by the server", async () => {
    const target = `http://127.0.0.1:${await refusedPort()}/`;
    for (const scheme of ["socks5", "socks4"]) {
      const { port } = await startSocksProxy();
      const failure = await failureOf(target, { proxy: `${scheme}://127.0.0.1:${port}` });
      expect(failure).toMatchObject({ stage: "proxy", code: "proxy-refused" });
      expect(failure?.message).toContain(`The proxy ${scheme}://127.0.0.1:${port} `);
      expect(failure?.message).toContain(new URL(target).host);
    }
  });

  test("wants a password over SOCKS", async () => {
    const { port } = await startSocksProxy("ana:secret");
    const without = await failureOf("http://127.0.0.1:1/", { proxy: `socks5://127.0.0.1:${port}` });
    expect(without).toMatchObject({ code: "proxy-auth", message: expect.stringContaining("no user was given") });
    const wrong = await failureOf("http://127.0.0.1:1/", { proxy: `socks5://ana:guess@127.0.0.1:${port}` });
    expect(wrong).toMatchObject({ code: "proxy-auth", message: expect.stringContaining("this user and password") });
  });

  test.each(["http", "socks5h"])("hangs up (%s)", async (scheme) => {
    const { port } = await startRawServer((socket) => socket.once("data", () => socket.destroy()));
    const failure = await failureOf("https://app.test/", { proxy: `${scheme}://127.0.0.1:${port}` });
    expect(failure).toMatchObject({
      stage: "proxy",
      message: expect.stringContaining(`${scheme}://127.0.0.1:${port}`),
    });
  });

  test.each(["http", "socks5h"])("never answers (%s)", async (scheme) => {
    const { port } = await startRawServer(() => {});
    const request = { proxy: `${scheme}://127.0.0.1:${port}`, handshakeTimeoutMs: 200 };
    for (const url of ["https://app.test/", "wss://app.test/"])
      expect(await failureOf(url, request)).toEqual({
        stage: "timeout",
        code: "ETIMEDOUT",
        message: `app.test:443 took longer than 0.2 s to be reached through the proxy.`,
      });
  });

  test.each([
    [
      "ftp://proxy",
      "A proxy's address begins with http://, https://, socks4://, socks4a://, socks5://, socks5h://, socks://",
    ],
    ["http://", "The proxy's address cannot be read."],
  ])("cannot be at %s", async (proxy, message) => {
    expect(await failureOf("http://app.test/", { proxy })).toMatchObject({
      code: "bad-proxy",
      message: expect.stringContaining(message),
    });
  });

  test("cannot be asked for a name that is not known here", async () => {
    const { port } = await startSocksProxy();
    expect(await failureOf("http://no.invalid/", { proxy: `socks5://127.0.0.1:${port}` })).toMatchObject({
      stage: "dns",
      message: expect.stringMatching(/^The host name no\.invalid .* socks5h:\/\/ has the proxy do it\.$/),
    });
  });

  test("is not trusted, unless its certificate is not to be checked", async () => {
    const url = await startServer("http");
    const { port } = await startHttpProxy({ tls: true });
    const proxy = `https://localhost:${port}`;
    expect(await open(url, { proxy }).whenClosed).toMatchObject({
      failure: { stage: "proxy", message: expect.stringContaining("not known here") },
    });
    expect(await heard(open(url, { proxy, proxyInsecure: true }))).toContain("hello");
  });

  test("speaks no TLS although it should", async () => {
    const { port } = await startHttpProxy();
    expect(await failureOf("https://app.test/", { proxy: `https://127.0.0.1:${port}` })).toMatchObject({
      stage: "proxy",
      message: `On the way to the proxy: https://127.0.0.1:${port} does not speak TLS.`,
    });
  });
});

test("a certificate that is not trusted is the server's, also through a proxy", async () => {
  const url = await startServer("https");
  const { port } = await startHttpProxy();
  const close = await open(url, { proxy: `http://127.0.0.1:${port}` }).whenClosed;
  expect(close).toMatchObject({ failure: { stage: "tls", message: expect.stringContaining(targetOf(url)) } });
});
