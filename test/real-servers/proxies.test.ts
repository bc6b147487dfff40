/** Our client through proxies that other people wrote, to the mock server: tinyproxy 1.11 and microsocks 1.0. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect } from "vitest";
import type { MockServer } from "../../mock-server/mock-server.ts";
import { startMockServer } from "../../mock-server/server.ts";
import { protocols } from "../../src/protocols/registry.ts";
import { microsocksIsMissing, tinyproxyIsMissing } from "./available.ts";
import { recordedTest as it } from "./recording.ts";
import { ServerProcess } from "./server-process.ts";

let plain: MockServer;
let secure: MockServer;

beforeAll(async () => {
  const options = { protocols, onChange: () => {}, log: () => {} };
  plain = await startMockServer(options);
  secure = await startMockServer({ ...options, tls: true });
});
afterAll(async () => {
  await plain?.stop();
  await secure?.stop();
});

/** Each protocol's way out: WebSocket, HTTP/1.1 and HTTP/2, plain and over TLS. */
const ways = [
  ["action-cable", () => `${plain.origin.replace("http", "ws")}/cable`, { channels: "ChatChannel" }, "welcome"],
  ["action-cable", () => `${secure.origin.replace("http", "ws")}/cable`, { channels: "ChatChannel" }, "welcome"],
  ["polling", () => `${plain.origin}/poll/chat`, { mode: "short" }, "empty"],
  ["sse", () => `${secure.origin}/events?topic=chat`, {}, "open"],
  ["sse", () => `${secure.origin}/events?topic=chat`, { httpVersion: "1.1" }, "open"],
] as const;

describe.skipIf(tinyproxyIsMissing)("through tinyproxy", () => {
  let proxy: ServerProcess;
  beforeAll(async () => {
    proxy = await ServerProcess.start((port, folder) => {
      const lines = [`Port ${port}`, "Listen 127.0.0.1", "Timeout 60", "Allow 127.0.0.1", "BasicAuth ana secret"];
      writeFileSync(join(folder, "tinyproxy.conf"), `${lines.join("\n")}\n`);
      return { command: "tinyproxy", args: ["-d", "-c", "tinyproxy.conf"] };
    });
  });
  afterAll(() => proxy?.stop());

  for (const [index, [protocol, url, settings, kind]] of ways.entries()) {
    it(`${protocol} ${index} gets there, and its opening tells how`, async ({ record }) => {
      const route = { proxy: `http://ana:secret@127.0.0.1:${proxy.port}`, insecure: true };
      const recording = await record({ protocol, url: url(), settings, ...route });
      const opened = await recording.row("open");
      await recording.row(kind);
      expect(opened.summary).toContain(`through http://127.0.0.1:${proxy.port}`);
      expect((await recording.details(opened)).handshake?.proxy).toBe(`http://127.0.0.1:${proxy.port}`);
    });
  }

  it("is told which credentials are missing", async ({ record }) => {
    const url = `${plain.origin}/poll/chat`;
    const recording = await record({ protocol: "polling", url, proxy: `http://127.0.0.1:${proxy.port}` });
    const closed = await recording.row("closed");
    expect(closed.summary).toMatch(
      /^proxy-407: The proxy http:\S+ answered 407 .* no user was given\. It wants Basic\.$/,
    );
    const failed = await recording.row("connectFailed");
    expect(failed.summary).toBe("the proxy did not let us through");
  });

  it("is told that the proxy does not reach the server", async ({ record }) => {
    const route = { proxy: `http://ana:secret@127.0.0.1:${proxy.port}` };
    const recording = await record({ protocol: "polling", url: "http://127.0.0.1:1/", ...route });
    expect((await recording.row("closed")).summary).toMatch(
      /^proxy-50\d: The proxy .* answered 50\d .* 127\.0\.0\.1:1/,
    );
  });
});

describe.skipIf(microsocksIsMissing)("through microsocks", () => {
  let proxy: ServerProcess;
  beforeAll(async () => {
    proxy = await ServerProcess.start((port) => ({
      command: "microsocks",
      args: ["-i", "127.0.0.1", "-p", `${port}`, "-u", "ana", "-P", "secret"],
    }));
  });
  afterAll(() => proxy?.stop());

  for (const [index, [protocol, url, settings, kind]] of ways.entries()) {
    it(`${protocol} ${index} gets there, and its opening tells how`, async ({ record }) => {
      const route = { proxy: `socks5h://ana:secret@127.0.0.1:${proxy.port}`, insecure: true };
      const recording = await record({ protocol, url: url(), settings, ...route });
      const opened = await recording.row("open");
      await recording.row(kind);
      expect(opened.summary).toContain(`through socks5h://127.0.0.1:${proxy.port}`);
    });
  }

  it("is told that user and password are wrong, or missing", async ({ record }) => {
    for (const user of ["", "ana:guess@"]) {
      const route = { proxy: `socks5://${user}127.0.0.1:${proxy.port}` };
      const recording = await record({ protocol: "polling", url: `${plain.origin}/poll/chat`, ...route });
      expect((await recording.row("closed")).summary).toMatch(/^proxy-auth: The proxy socks5:/);
    }
  });

  it("is told that nothing listens on the server's port", async ({ record }) => {
    const route = { proxy: `socks5://ana:secret@127.0.0.1:${proxy.port}` };
    const recording = await record({ protocol: "polling", url: "http://127.0.0.1:1/", ...route });
    expect((await recording.row("closed")).summary).toMatch(
      /^proxy-refused: The proxy .* was refused by 127\.0\.0\.1:1/,
    );
  });
});
