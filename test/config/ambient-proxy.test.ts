import { describe, expect, test } from "vitest";
import { proxyOfEditor, proxyOfEnvironment, withAmbientProxy } from "../../src/config/ambient-proxy.ts";

const loopback = "localhost,127.0.0.0/8,::1";

describe("an environment", () => {
  test.each([
    ["https://a.test", { HTTPS_PROXY: "s", HTTP_PROXY: "p" }, "s"],
    ["wss://a.test", { HTTPS_PROXY: "s", HTTP_PROXY: "p" }, "s"],
    ["http://a.test", { HTTPS_PROXY: "s", HTTP_PROXY: "p" }, "p"],
    ["ws://a.test", { HTTPS_PROXY: "s", HTTP_PROXY: "p" }, "p"],
    ["ws://a.test", { http_proxy: "low", HTTP_PROXY: "p" }, "low"],
    ["https://a.test", { HTTP_PROXY: "p", ALL_PROXY: "all" }, "all"],
    ["https://a.test", { HTTPS_PROXY: "", ALL_PROXY: "all" }, "all"],
    ["https://a.test", { HTTP_PROXY: "p" }, undefined],
    ["https://a.test", {}, undefined],
  ])("for %s and %j names %s", (url, env, proxy) => {
    expect(proxyOfEnvironment(url, env).proxy).toBe(proxy);
  });

  test("exempts what it lists, and this machine", () => {
    expect(proxyOfEnvironment("http://a", { HTTP_PROXY: "p", NO_PROXY: "b.test" }).noProxy).toBe(`b.test,${loopback}`);
    expect(proxyOfEnvironment("http://a", { HTTP_PROXY: "p" }).noProxy).toBe(loopback);
  });
});

describe("an editor", () => {
  const settings = { proxy: "http://e:1", noProxy: [], support: "override", strictSsl: true };

  test("goes before the environment, and inherits from it", () => {
    const env = { HTTP_PROXY: "p", NO_PROXY: "b.test" };
    expect(proxyOfEditor("http://a", settings, env)).toEqual({ proxy: "http://e:1", noProxy: `b.test,${loopback}` });
    expect(proxyOfEditor("http://a", { ...settings, proxy: "" }, env).proxy).toBe("p");
    const own = proxyOfEditor("http://a", { ...settings, noProxy: ["c.test", "d.test"] }, env);
    expect(own.noProxy).toBe(`c.test,d.test,${loopback}`);
    expect(proxyOfEditor("http://a", { ...settings, proxy: "" }, {})).toEqual({});
  });

  test("may have proxies off, or not check the certificates of theirs", () => {
    expect(proxyOfEditor("http://a", { ...settings, support: "off" }, { HTTP_PROXY: "p" })).toEqual({});
    expect(proxyOfEditor("http://a", { ...settings, strictSsl: false }, {}).proxyInsecure).toBe(true);
  });
});

test("what an endpoint says goes first, none included", () => {
  const ambient = { proxy: "p", noProxy: "n", proxyInsecure: true };
  expect(withAmbientProxy({}, ambient)).toEqual(ambient);
  expect(withAmbientProxy({ proxy: "none" }, ambient)).toEqual({ proxy: "none" });
  expect(withAmbientProxy({ proxy: "own", noProxy: "x" }, ambient)).toEqual({ proxy: "own", noProxy: "x" });
});
