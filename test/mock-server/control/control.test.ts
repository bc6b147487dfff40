/** The control endpoint over HTTP: who gets in, who is turned away, and what each mistake is told. */
import { once } from "node:events";
import { request } from "node:http";
import { describe, expect, it } from "vitest";
import { orders } from "../../../mock-server/control/orders.ts";
import { startMock } from "../running-mock.ts";
import { openSocket } from "../socket-client.ts";
import { type Asked, ask, startAsked } from "./asking.ts";

const publication = { topic: "a", data: { any: ["thing"] } };

describe("who may ask", () => {
  it("is who has the token", async () => {
    const mock = await startAsked();
    expect(await mock.ask({ body: publication })).toMatchObject({ status: 200, body: { subscribers: 0, offset: 1 } });
    const state = await mock.ask({ method: "GET", path: "/state" });
    expect(state.body).toMatchObject({ running: true, port: mock.port, topics: [{ topic: "a", publications: 1 }] });
  });

  const wrong = ["", "Bearer", "Bearer wrong", "Basic abc", `Bearer ${"x".repeat(43)}`];

  it.each(wrong)("is nobody with the authorization %j", async (Authorization) => {
    const { port } = await startMock();
    const answer = await ask(port, { headers: { Authorization }, body: publication });
    expect(answer).toMatchObject({ status: 401, body: { error: "The token is missing or wrong." } });
  });

  it.each(Object.values(orders))("is nobody without a token: $method $path", async ({ method, path }) => {
    const { port } = await startMock();
    const target = path.replace(/:\w+/g, "1");
    expect((await ask(port, { method, path: target })).status).toBe(401);
    expect((await ask(port, { method, path: target, headers: { Host: "evil.example" } })).status).toBe(403);
    expect((await ask(port, { method, path: target, headers: { Origin: "http://localhost" } })).status).toBe(403);
  });

  const foreign = [
    "evil.example",
    "evil.example:80",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "192.168.1.7",
  ];

  it.each(foreign)("is nobody under the foreign Host %s, even with the token", async (Host) => {
    const mock = await startAsked();
    const answer = await mock.ask({ headers: { Host }, body: publication });
    expect(answer).toMatchObject({ status: 403, body: { error: "Ask for it as localhost or 127.0.0.1." } });
  });

  it.each(["localhost", "LOCALHOST:1", "127.0.0.1:99", "127.1.2.3", "[::1]:1"])("may use the Host %s", async (Host) => {
    const mock = await startAsked();
    expect((await mock.ask({ headers: { Host }, body: publication })).status).toBe(200);
  });

  it("is no web page, not even one of this machine", async () => {
    const mock = await startAsked();
    const answer = await mock.ask({ headers: { Origin: "http://localhost:3000" }, body: publication });
    expect(answer).toMatchObject({ status: 403, body: { error: "Web pages have no business here." } });
  });
});

describe("a mistake", () => {
  it.each([
    ["not-allowed", { headers: { Authorization: "Bearer wrong" } }],
    ["not-allowed", { headers: { Host: "evil.example" } }],
    ["not-allowed", { headers: { Origin: "http://localhost" } }],
    ["unknown-order", { path: "/other" }],
    ["wrong-method", { method: "GET" }],
    ["bad-order", { body: "{" }],
    ["bad-order", { body: { topic: 1 } }],
    ["too-large", { body: "x".repeat(2 * 1024 * 1024) }],
    ["unknown-client", { path: "/clients/7/cut" }],
    ["bad-fault", { path: "/faults", body: { fault: { does: { kind: "delay", byMs: -1 } } } }],
    ["not-met", { path: "/expect", body: { expectation: {}, timeoutMs: 1 } }],
  ])("has a sentence for people and a word for programs, always: %s", async (code, asked: Asked) => {
    const { body } = await (await startAsked()).ask(asked);
    expect(body).toEqual({ error: expect.stringMatching(/\.$/), code });
  });

  it("in the path is told what there is", async () => {
    const mock = await startAsked();
    const answer = await mock.ask({ path: "/other" });
    expect(answer.status).toBe(404);
    for (const { method, path } of Object.values(orders))
      expect(answer.body.error).toContain(`${method} /_framescope${path}`);
  });

  it.each([
    ["GET", "/publish", "POST", "Ask for it with POST."],
    ["POST", "/state", "GET", "Ask for it with GET."],
    ["DELETE", "/clock", "GET, POST", "Ask for it with GET or POST."],
    ["POST", "/topics/chat%3Alobby/history", "GET", "Ask for it with GET."],
  ])("in the method is told the right one: %s %s", async (method, path, allow, error) => {
    const mock = await startAsked();
    const answer = await mock.ask({ method, path });
    expect(answer).toMatchObject({ status: 405, body: { error }, headers: { allow } });
  });

  it.each(["{", "[]", "1", "null", "hello"])("in the body's form is told so: %s", async (body) => {
    const mock = await startAsked();
    const error = "The body has to be a JSON object: { … }.";
    expect(await mock.ask({ body })).toMatchObject({ status: 400, body: { error } });
  });

  it("of size is told the limit", async () => {
    const mock = await startAsked();
    const answer = await mock.ask({ body: { topic: "a", data: "x".repeat(1024 * 1024) } });
    expect(answer).toMatchObject({
      status: 413,
      body: { error: "What is sent may have 1 MiB at most, a scenario 32 MiB." },
    });
  });

  const missingData = '"data" is missing. Add it: any JSON value, null too.';

  it.each([
    ["/publish", { topic: "a" }, missingData],
    ["/publish", { data: 1 }, '"topic" is missing. Add it.'],
    ["/publish", { topic: 1, data: 1 }, '"topic" has to be a text.'],
    ["/publish", { topic: "", data: 1 }, "A publication needs a topic, such as chat:lobby."],
    ["/publish", { topc: "a", topic: "a", data: 1 }, 'There is no "topc" here. Did you mean "topic"?'],
    ["/publish", {}, `"topic" is missing. Add it. ${missingData}`],
    ["/publish-many", {}, '"publications" is missing. Add it.'],
    ["/publish-many", { publications: [{ topic: "a", data: 1 }, { topic: "b" }] }, missingData],
    ["/publish-many", { publications: { topic: "a", data: 1 } }, '"publications" has to be a list: [ … ].'],
    ["/clients/one/tell", { data: 1 }, '"client" has to be a number.'],
    ["/clients/1/tell", {}, missingData],
    ["/clients/1/close", {}, '"code" is missing. Add it.'],
    ["/clients/1/disconnect", { reconnect: 1 }, '"reconnect" has to be true or false.'],
    ["/clients/1/cut", { hard: true }, 'There is no "hard" here. Known here: client.'],
    ["/faults", {}, '"fault" is missing. Add it.'],
    ["/faults", { fault: { door: "/cable" } }, '"does" is missing. Add it.'],
    [
      "/faults",
      { fault: { does: { kind: "explode" } } },
      expect.stringMatching(/^A fault's "does" needs a "kind": one of answer, /),
    ],
    ["/faults", { fault: { does: { kind: "delay" } } }, '"byMs" is missing. Add it.'],
    ["/faults", { fault: { does: { kind: "delay", byMs: "long" } } }, '"byMs" has to be a number.'],
    [
      "/faults",
      { fault: { does: { kind: "drop" }, share: 2 } },
      "A share of 2 touches nothing: it must be above 0, and 1 is all.",
    ],
    ["/faults", { fault: { does: { kind: "drop" }, dor: "/cable" } }, 'There is no "dor" here. Did you mean "door"?'],
    [
      "/faults",
      { fault: { does: { kind: "drop" }, door: "/nowhere" } },
      expect.stringMatching(/^The mock server has no door \/nowhere\./),
    ],
    ["/expect", {}, '"expectation" is missing. Add it.'],
    [
      "/expect",
      { expectation: { on: "said" } },
      '"on" is one of connect, subscribe, unsubscribe, command, disconnect.',
    ],
    ["/expect", { expectation: { acton: "speak" } }, 'There is no "acton" here. Did you mean "action"?'],
    ["/expect", { expectation: { data: { like: 1, were: 2 } } }, 'There is no "were" here. Did you mean "where"?'],
    ["/expect", { expectation: { data: { where: "$.a =" } } }, "Something must come after =, such as $.user.id = 42."],
    ["/expect", { expectation: { topic: "/(/" } }, expect.stringMatching(/^This regular expression cannot be used: /)],
    ["/expect", { expectation: { request: { querry: {} } } }, 'There is no "querry" here. Did you mean "query"?'],
    ["/expect", { expectation: {}, timeoutMs: 600_001 }, "An expectation can wait for 10 minutes at most: 600000."],
    ["/expect", { expectation: {}, after: -1 }, "This cannot be less than 0."],
    ["/reset", { keepConnections: "yes" }, '"keepConnections" has to be true or false.'],
    ["/clock", {}, '"byMs" has to be a number.'],
    ["/clock", { byMs: 1.5 }, '"byMs" has to be a whole number.'],
    ["/clock", { byMs: 1 }, 'The clock goes by itself. Start the mock server with clock: "manual" to move it.'],
  ])("in what %s takes is told in a sentence: %j", async (path, body, error) => {
    const mock = await startAsked();
    expect(await mock.ask({ path, body })).toMatchObject({ status: 400, body: { error } });
    expect((await mock.ask({ body: publication })).body.offset).toBe(1);
  });

  it.each([
    ["/topics/a/history?last=two", '"last" has to be a number.'],
    ["/topics/a/history?lsat=2", 'There is no "lsat" here. Did you mean "last"?'],
    ["/clients?gate=/cable", 'There is no "gate" here. Known here: door, topic.'],
    ["/happenings?after=x", '"after" has to be a number.'],
  ])("in the query is told in a sentence: %s", async (path, error) => {
    const mock = await startAsked();
    expect(await mock.ask({ method: "GET", path })).toMatchObject({ status: 400, body: { error } });
  });

  it("in a scenario is told with its place", async () => {
    const mock = await startAsked();
    const play = (body: object) => mock.ask({ method: "PUT", path: "/scenario", body });
    expect((await play({})).body.error).toBe('"text" is missing. Add it.');
    const wrong = await play({ text: "name: Chat\nmesages: []" });
    const error = 'scenario:2:1: There is no "mesages" here. Did you mean "messages"?';
    expect(wrong).toMatchObject({ status: 400, body: { error, code: "bad-scenario" } });
    const doubtful = await play({
      text: "topics: ['chat:lobby']\nfaults: [{ drop: true, to: 'chat:loby' }]",
      path: "a.yaml",
    });
    expect(doubtful).toMatchObject({
      status: 200,
      body: { warnings: [expect.stringMatching(/^a\.yaml:2:.*Did you mean "chat:lobby"/)] },
    });
  });

  it.each([
    ["tell", { data: 1 }],
    ["disconnect", {}],
    ["close", { code: 1000 }],
    ["reset", {}],
    ["cut", {}],
  ])("about a client that is not there is a 404: %s", async (action, body) => {
    const mock = await startAsked();
    const answer = await mock.ask({ path: `/clients/7/${action}`, body });
    expect(answer).toMatchObject({
      status: 404,
      body: { error: "No client 7 is connected to the mock server.", code: "unknown-client" },
    });
  });
});

describe("an order that waits", () => {
  it("is a 417 when its time is over", async () => {
    const mock = await startAsked();
    const answer = await mock.ask({ path: "/expect", body: { expectation: {}, timeoutMs: 0 } });
    const error = "Within 0 ms no client did this: command. Clients did nothing at all.";
    expect(answer).toMatchObject({ status: 417, body: { error, code: "not-met" } });
  });

  it("is over when nobody waits for it any more", async () => {
    const mock = await startAsked();
    const headers = { Authorization: `Bearer ${mock.address.token}` };
    const waiting = request({
      port: mock.port,
      host: "127.0.0.1",
      method: "POST",
      path: "/_framescope/expect",
      headers,
    });
    waiting.on("error", () => undefined);
    waiting.end(JSON.stringify({ expectation: {} }));
    await once(waiting, "socket");
    waiting.destroy();
    const { socket } = await openSocket(`${mock.origin}/ws`);
    socket.send("later");
    const answer = await mock.ask({ path: "/expect", body: { expectation: {} } });
    expect(answer.body).toMatchObject({ on: "command", data: "later" });
  });
});
