import { describe, expect, it } from "vitest";
import { readDuration } from "../../../src/cli/duration.ts";
import { readRequest } from "../../../src/cli/requests/request.ts";
import { UsageError } from "../../../src/cli/usage-error.ts";

const refusal = (...args: string[]): string => {
  try {
    readRequest(args);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error("It was taken.");
};

describe("listen", () => {
  it("reads the whole of a command line, options before and after the address", () => {
    const args = ["listen", "--channel", 'ChatChannel {"room":"a=b"}', "wss://host/cable", "--channel", "TickChannel"];
    const more = ["--header", "Cookie: a=b; c=d", "--origin", "http://good.example", "--set", "policy=rails-6"];
    const rest = [
      "--subprotocol",
      "v2",
      "--subprotocol",
      "v1",
      "--for",
      "1.5s",
      "--json",
      "--filter",
      "x",
      "--insecure",
    ];
    expect(readRequest([...args, ...more, ...rest, "--follow-redirects", "--no-heartbeats"])).toEqual({
      kind: "listen",
      url: "wss://host/cable",
      protocol: undefined,
      channels: ['ChatChannel {"room":"a=b"}', "TickChannel"],
      headers: [
        ["Cookie", "a=b; c=d"],
        ["Origin", "http://good.example"],
      ],
      subprotocols: ["v2", "v1"],
      settings: [["policy", "rails-6"]],
      forMs: 1500,
      json: true,
      filter: "x",
      insecure: true,
      tls: {},
      followRedirects: true,
      heartbeats: false,
    });
  });

  it.each([
    [["listen"], "Give the address"],
    [["listen", "localhost:3000/cable"], "ws://localhost:3000/cable"],
    [["listen", "u:pw@h/cable?token=abc"], '"…@h/cable?…" needs a scheme: ws://…@h/cable?…'],
    [["listen", "ftp://host"], "ws, wss, http and https can"],
    [["listen", "ws://"], "not an address"],
    [["listen", "ws://a", "ws://b"], 'what is "ws://b" for?'],
    [["listen", "ws://a", "--header", "nonsense"], "Name: value"],
    [["listen", "ws://a", "--header", "bad name: x"], "Name: value"],
    [["listen", "ws://a", "--channel", " "], "needs a name"],
    [["listen", "ws://a", "--channel", "a\nb"], "one line"],
    [["listen", "ws://a", "--set", "=x"], "name=value"],
    [["listen", "ws://a", "--for", "soon"], "10s"],
    [["listen", "ws://a", "--quiet"], "--quiet"],
    [["listen", "ws://a", "--for"], "--for"],
  ])("refuses %j with a sentence", (args, words) => {
    expect(refusal(...args)).toContain(words);
  });
});

describe("a filter", () => {
  it("is taken as it is written", () => {
    expect(readRequest(["import", "a.har", "--filter", "kind:ping or $.a = 1"])).toMatchObject({
      filter: "kind:ping or $.a = 1",
    });
  });

  it("with a fault is shown with the place of each", () => {
    expect(refusal("listen", "ws://a", "--filter", "ü size:big kind:").split("\n")).toEqual([
      "The filter cannot be read:",
      "  ü size:big kind:",
      "         ^^^",
      '  "big" is no size: size: takes sizes, such as size:>10kB.',
      "  ü size:big kind:",
      "                 ^",
      "  Something must come after kind:, such as kind:ping,pong.",
    ]);
  });

  it.each([
    ["日本 (x", "       ^", "letters that are two columns wide"],
    ["💥e\u0301 (x", "      ^", "pictures, and marks upon letters"],
    ["a\u001bb (x", "      ^", "control characters, which are shown and not obeyed"],
  ])("in %j has its caret in the right column: %s, for %s", (filter, carets) => {
    const lines = refusal("import", "a.har", "--filter", filter).split("\n");
    expect(lines[2]).toBe(carets);
    expect(lines[1]).not.toContain("\u001b");
  });
});

describe("mock and publish", () => {
  it("reads them", () => {
    const mock = { kind: "mock", port: 4010, host: undefined, tls: false, demo: true, settings: {} };
    expect(readRequest(["mock", "--port", "4010", "--demo"])).toEqual(mock);
    const set = ["--set", "anycable.broadcastKey=a.b=c", "--set", "anycable.x=1", "--set", "sse.y="];
    const settings = { anycable: { broadcastKey: "a.b=c", x: "1" }, sse: { y: "" } };
    expect(readRequest(["mock", "--port", "4010", "--demo", ...set])).toEqual({ ...mock, settings });
    const inFile = { ...mock, controlFile: "mock.json" };
    expect(readRequest(["mock", "--port", "4010", "--demo", "--control-file", "mock.json"])).toEqual(inFile);
    const played = ["--scenario", "chat.scenario.yaml", "--seed", "7"];
    const scenario = { path: "chat.scenario.yaml", seed: 7 };
    expect(readRequest(["mock", "--port", "4010", "--demo", ...played])).toEqual({ ...mock, scenario });
    expect(readRequest(["mock", "--tls"])).toEqual({ ...mock, port: undefined, tls: true, demo: false });
    const redis = { url: "redis://127.0.0.1:6379/1", prefix: "app" };
    expect(readRequest(["mock", "--demo", "--port", "4010", "--redis", redis.url, "--redis-prefix", "app"])).toEqual({
      ...mock,
      redis,
    });
    expect(readRequest(["publish", "chat", '{"a":[1]}'])).toEqual({
      kind: "publish",
      topic: "chat",
      data: { a: [1] },
      port: undefined,
    });
  });

  it.each([
    [["mock", "--port", "65536"], "0 to 65535"],
    [["mock", "--port", "4o10"], "0 to 65535"],
    [["mock", "here"], "only options"],
    [["mock", "--seed", "7"], "--scenario FILE"],
    [["mock", "--scenario", "a.yaml", "--seed", "1e3"], "whole number"],
    [["mock", "--redis-prefix", "app"], "name the Redis with --redis URL"],
    [["mock", "--set", "broadcastKey=x"], "names no protocol"],
    [["publish", "chat"], "one JSON value"],
    [["publish", "chat", "hello"], `'"hello"'`],
    [["publish", "chat", '{"a":'], "not JSON"],
  ])("refuses %j with a sentence", (args, words) => {
    expect(refusal(...args)).toContain(words);
  });
});

describe("import", () => {
  it("takes a file and what to print of it", () => {
    expect(readRequest(["import", "a.har", "--json", "--filter", "kind:message", "--no-heartbeats"])).toEqual({
      kind: "import",
      path: "a.har",
      json: true,
      filter: "kind:message",
      heartbeats: false,
    });
    expect(readRequest(["import", "a.har"])).toMatchObject({ json: false, filter: "", heartbeats: true });
  });

  it("wants one file", () => {
    expect(refusal("import")).toContain("Give the file to import");
    expect(refusal("import", "a.har", "--scenario", "b.scenario.yaml", "--json")).toBe(
      "A scenario is made of all that is in the file: leave out --json, or --scenario.",
    );
    expect(refusal("import", "a.har", "b.har")).toBe('One file at a time: what is "b.har" for?');
  });
});

describe("everything else", () => {
  it("asks for help and version", () => {
    expect(readRequest(["--help"])).toEqual({ kind: "help" });
    expect(readRequest(["help", "mock"])).toEqual({ kind: "help", command: "mock" });
    expect(readRequest(["listen", "--help"])).toEqual({ kind: "help", command: "listen" });
    expect(readRequest(["--version"])).toEqual({ kind: "version" });
  });

  it("guesses what a bare address means", () => {
    expect(refusal("ws://host/cable")).toContain('Did you mean "framescope listen ws://host/cable"?');
    expect(refusal()).toContain("listen, import, mock or publish");
  });
});

describe("a duration", () => {
  it.each([
    ["10s", 10_000],
    ["10", 10_000],
    ["250ms", 250],
    ["1.5m", 90_000],
    ["1h", 3_600_000],
  ])("reads %s", (text, ms) => {
    expect(readDuration(text)).toBe(ms);
  });

  it.each(["", "s", "-1s", "0s", "1 s", "10d", "1e3s", "999h"])("refuses %j", (text) => {
    expect(() => readDuration(text)).toThrow(UsageError);
  });
});
