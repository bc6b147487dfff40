import { describe, expect, it } from "vitest";
import type { ProtocolInfo } from "../../src/bridge/engine-api.ts";
import { endpointOf, likeliestProtocol, protocolNamed, routeOf } from "../../src/cli/endpoint.ts";
import type { ListenRequest } from "../../src/cli/requests/listen-request.ts";
import { readRequest } from "../../src/cli/requests/request.ts";

const protocol: ProtocolInfo = {
  id: "some-cable",
  title: "Some Cable",
  transport: "websocket",
  connectForm: [
    { name: "channels", label: "Channels", type: "list" },
    { name: "policy", label: "Policy", type: "choice", choices: ["a", "b"], initial: "a" },
    { name: "token", label: "Token", type: "text", required: true },
  ],
  commandForms: [],
};

const request = (...args: string[]) => readRequest(["listen", "ws://host/x", ...args]) as ListenRequest;

describe("an endpoint from a command line", () => {
  it("puts list items on lines of their own, byte for byte", () => {
    const args = [
      "--channel",
      'A {"b": 1}',
      "--channel",
      "B",
      "--set",
      "token=t=1",
      "--set",
      "policy=a",
      "--set",
      "policy=b",
    ];
    expect(endpointOf(request(...args), protocol, {}).settings).toEqual({
      channels: 'A {"b": 1}\nB',
      token: "t=1",
      policy: "b",
    });
  });

  it("says what a protocol does not have, and what it has", () => {
    expect(() => endpointOf(request("--set", "token=t", "--subprotocol", "v1"), protocol, {})).toThrow(
      "Some Cable has no setting for --subprotocol. It has --channel CHANNEL, --set policy=a|b, --set token=VALUE.",
    );
  });

  it("says what is missing", () => {
    expect(() => endpointOf(request(), protocol, {})).toThrow("Some Cable needs token: give --set token=VALUE.");
  });

  it("goes as the command line says, else as the environment does", () => {
    const env = { HTTP_PROXY: "http://p:1", NO_PROXY: "b", FRAMESCOPE_PASSPHRASE: "secret" };
    const route = (...args: string[]) => routeOf(request(...args), env);
    expect(route()).toMatchObject({ proxy: "http://p:1", noProxy: expect.stringMatching(/^b,localhost/) });
    expect(route("--proxy", "none").proxy).toBe("none");
    expect(route("--proxy", "socks5://q:2")).toMatchObject({ proxy: "socks5://q:2" });
    const files = ["--ca", "ca.pem", "--cert", "c.pem", "--key", "k.pem", "--pfx", "c.p12"];
    expect(route(...files).tls).toEqual({
      ca: "ca.pem",
      cert: "c.pem",
      key: "k.pem",
      pfx: "c.p12",
      passphrase: "secret",
    });
    expect(endpointOf(request("--set", "token=t"), protocol, env).proxy).toBe("http://p:1");
  });

  it("takes what is set for a clue: the likeliest protocol that has it all", () => {
    const plain: ProtocolInfo = { ...protocol, id: "plain", connectForm: [] };
    const candidates = [
      { protocol: "plain", confidence: 0.4 },
      { protocol: "some-cable", confidence: 0.2 },
    ];
    const likeliest = (...args: string[]) => likeliestProtocol(request(...args), candidates, [protocol, plain])?.id;
    expect(likeliest()).toBe("plain");
    expect(likeliest("--channel", "A")).toBe("some-cable");
    expect(likeliest("--set", "policy=a")).toBe("some-cable");
    expect(likeliest("--channel", "A", "--subprotocol", "v1")).toBe("plain");
    expect(likeliestProtocol(request(), [], [protocol])).toBeUndefined();
  });

  it("finds a protocol by its id only", () => {
    expect(protocolNamed("Some-Cable", [protocol])).toBe(protocol);
    expect(() => protocolNamed("mqtt", [protocol])).toThrow('There is no protocol "mqtt". Known: some-cable.');
  });
});
