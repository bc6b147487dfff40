import type { RequestListener } from "node:http";
import { expect, test } from "vitest";
import { probe } from "../../src/engine/probe.ts";
import { protocols } from "../../src/protocols/registry.ts";
import { startHttpPeer, startWebSocketPeer, unusedPort } from "./peers.ts";

test("a WebSocket address is judged by its path, and not visited", async () => {
  let visits = 0;
  const origin = await startWebSocketPeer(() => {
    visits += 1;
  });
  const { candidates, answer } = await probe(`${origin}/cable`, []);
  expect(candidates[0]?.protocol).toBe("action-cable");
  expect(candidates.map(({ protocol }) => protocol).sort()).toEqual(idsOver("websocket"));
  expect(answer).toBeUndefined();
  expect(visits).toBe(0);
});

test("an http address is asked for an event stream, with the given headers, and its body is not read", async () => {
  const seen: (string | undefined)[] = [];
  let isClosed: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    isClosed = resolve;
  });
  const origin = await startHttpPeer((request, response) => {
    seen.push(request.headers.accept, request.headers["x-a"] as string);
    response.writeHead(200, { "content-type": "text/event-stream" }).write("data: 1\n\n");
    response.on("close", isClosed);
  });
  const { candidates, answer } = await probe(`${origin}/stream`, [["X-A", "b"]]);
  await closed;
  expect(seen).toEqual(["text/event-stream", "b"]);
  expect(answer).toBe("200 OK, text/event-stream");
  expect(candidates[0]?.protocol).toBe("sse");
  expect(candidates.map(({ protocol }) => protocol).sort()).toEqual(idsOver("http"));
});

test.each<[string, RequestListener, string]>([
  ["a missing page", (_, response) => response.writeHead(404).end(), "404 Not Found, no content type"],
  [
    "a redirect, not followed and masked",
    (_, response) => response.writeHead(302, { location: "http://h/?token=abc" }).end(),
    "302 Found, no content type, redirects to http://h/?token=redacted-3-characters",
  ],
])("%s is told in a line", async (_name, listener, line) => {
  const origin = await startHttpPeer(listener);
  expect((await probe(origin, [])).answer).toBe(line);
});

test("a server that is not there is told in a line too, and the candidates are judged by the address", async () => {
  const { candidates, answer } = await probe(`http://127.0.0.1:${await unusedPort()}/events`, []);
  expect(answer).toMatch(/refused/i);
  expect(candidates.length).toBe(idsOver("http").length);
});

test("a wrong address or header is refused with a sentence", async () => {
  await expect(probe("localhost:3000", [])).rejects.toThrow("has no scheme");
  await expect(probe("http://h/", [["a b", "c"]])).rejects.toThrow("cannot be the name of a header");
});

function idsOver(transport: string): string[] {
  return protocols
    .filter((protocol) => protocol.transport === transport)
    .map(({ id }) => id)
    .sort();
}
