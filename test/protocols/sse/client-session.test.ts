import { describe, expect, it } from "vitest";
import type { ClientOptions } from "../../../src/model/protocol.ts";
import { sse } from "../../../src/protocols/sse/index.ts";
import { firstRequest } from "../first-request.ts";
import { play, written } from "../transcript.ts";
import { SseClientPlayer } from "./client-player.ts";

function holds(transcript: string, options: Partial<ClientOptions> = {}): void {
  expect(play(new SseClientPlayer(options), transcript)).toBe(written(transcript));
}

function openRequest(options: Partial<ClientOptions> = {}) {
  return firstRequest(sse, "http://h/e", options);
}

describe("reconnecting by the standard", () => {
  it("goes on after the newest id, at the server's own pace (case 11)", () =>
    holds(`
      > started
      < status connecting
      < open GET http://h/e
      > opened 200 text/event-stream; charset=utf-8
      < status open
      > chunk "retry: 1500\\nid: 1\\ndata: a\\n\\nid: 2\\ndata: b\\n\\n"
      > ended
      < status waiting: next attempt in 1.5 s (the server's retry)
      @ +1499ms
      @ +1ms
      < status connecting
      < open GET http://h/e after 2
      > opened 200 text/event-stream
      < status open
      > chunk "id: 3\\ndata: c\\n\\n: no id here\\n\\ndata: d\\n\\n"
      > cut
      < status waiting: next attempt in 1.5 s (the server's retry)
      @ +1500ms
      < status connecting
      < open GET http://h/e after 3
    `));

  it("keeps an id that came without an event, and forgets one that was cleared", () =>
    holds(`
      > started
      < status connecting
      < open GET http://h/e
      > opened 200 text/event-stream
      < status open
      > chunk "id: 7\\n\\n"
      > ended
      < status waiting: next attempt in 3 s (EventSource's usual time)
      @ +3000ms
      < status connecting
      < open GET http://h/e after 7
      > opened 200 text/event-stream
      < status open
      > chunk "id\\ndata: x\\n\\n"
      > ended
      < status waiting: next attempt in 3 s (EventSource's usual time)
      @ +3000ms
      < status connecting
      < open GET http://h/e
    `));

  it("tries again after a failed connection, also the very first", () =>
    holds(`
      > started
      < status connecting
      < open GET http://h/e
      > failed ECONNREFUSED
      < status waiting: next attempt in 3 s (EventSource's usual time)
      @ +3000ms
      < status connecting
      < open GET http://h/e
    `));

  it("case 19: 204 on a reconnect stops for good", () =>
    holds(`
      > started
      < status connecting
      < open GET http://h/e
      > opened 200 text/event-stream
      < status open
      > ended
      < status waiting: next attempt in 3 s (EventSource's usual time)
      @ +3000ms
      < status connecting
      < open GET http://h/e
      > opened 204
      < status connecting: reading the answer: 204
      > ended
      < status stopped: 204 No Content: the server asks not to come back
      @ +60000ms
    `));

  it.each([503, 401, 404])("case 20: %i is final", (status) =>
    holds(`
      > started
      < status connecting
      < open GET http://h/e
      > opened ${status} text/html
      < status connecting: reading the answer: ${status}
      > ended
      < status stopped: ${status}: EventSource stops here
      @ +60000ms
    `),
  );

  it("case 20: asked to, it tries again after a refusal and says that this is its own", () =>
    holds(
      `
      > started
      < status connecting
      < open GET http://h/e
      > opened 503 text/html
      < status connecting: reading the answer: 503
      > ended
      < status waiting: next attempt in 3 s (Framescope's own: EventSource would have stopped at 503)
      @ +3000ms
      < status connecting
      < open GET http://h/e
    `,
      { settings: { reconnect: "always" } },
    ));

  it("case 21: another content type is final, and its body is read for a while only", () =>
    holds(`
      > started
      < status connecting
      < open GET http://h/e
      > opened 200 text/plain
      < status connecting: reading the answer: 200
      @ +5000ms
      < close
      > ended
      < status stopped: the answer is no event stream: EventSource stops here
    `));

  it("does not become a loop without a pause at retry: 0, nor a timer that wraps around", () =>
    holds(`
      > started
      < status connecting
      < open GET http://h/e
      > opened 200 text/event-stream
      < status open
      > chunk "retry: 0\\n\\n"
      > ended
      < status waiting: next attempt in 100 ms (the server's retry)
      @ +100ms
      < status connecting
      < open GET http://h/e
      > opened 200 text/event-stream
      < status open
      > chunk "retry: 99999999999999999999\\n\\n"
      > ended
      < status waiting: next attempt in 596 h 31 min (the server's retry)
    `));

  it("never reconnects when told so", () =>
    holds(
      `
      > started
      < status connecting
      < open GET http://h/e
      > opened 200 text/event-stream
      < status open
      > ended
      < status stopped: the connection ended
    `,
      { settings: { reconnect: "never" } },
    ));
});

describe("what a person asks", () => {
  it("case 27: closes the old stream before it opens the next", () =>
    holds(`
      > started
      < status connecting
      < open GET http://h/e
      > opened 200 text/event-stream
      < status open
      > chunk "id: 4\\ndata: a\\n\\n"
      > command reconnect
      < close
      > ended
      < status connecting
      < open GET http://h/e after 4
    `));

  it("disconnects while connected, opening or waiting, and connects again", () =>
    holds(`
      > started
      < status connecting
      < open GET http://h/e
      > command disconnect
      < close
      > failed aborted
      < status stopped: disconnected
      > command disconnect
      > command reconnect
      < status connecting
      < open GET http://h/e
      > failed ECONNREFUSED
      < status waiting: next attempt in 3 s (EventSource's usual time)
      > command disconnect
      < status stopped: disconnected
      @ +60000ms
    `));

  it("takes no other command", () =>
    holds(`
      > started
      < status connecting
      < open GET http://h/e
      > command send
      < misuse unknown-command
    `));
});

describe("streams that are fetched by hand", () => {
  const settings = { method: "POST", body: '{"stream":true}' };

  it("case 26: keep method and body, and are not repeated", () =>
    holds(
      `
      > started
      < status connecting
      < open POST http://h/e body {"stream":true}
      > opened 201 text/event-stream
      < status open
      > chunk "data: {}\\n\\n"
      > ended
      < status stopped: the answer ended; POST is not repeated by itself
    `,
      { settings },
    ));

  it("end with [DONE], whatever the method and even if the server keeps the connection", () =>
    holds(`
      > started
      < status connecting
      < open GET http://h/e
      > opened 200 text/event-stream
      < status open
      > chunk "data: {}\\n\\ndata: [DONE]\\n\\n"
      @ +2000ms
      < close
      > ended
      < status stopped: the stream said [DONE]
    `));

  it("take JSON as an answer too", () => {
    const { headers } = openRequest({ settings });
    expect(headers).toContainEqual(["Accept", "text/event-stream, application/json"]);
    expect(headers).toContainEqual(["Content-Type", "application/json"]);
    expect(openRequest({ settings: { method: "POST", body: "a=1" } }).headers).toContainEqual([
      "Content-Type",
      "text/plain; charset=utf-8",
    ]);
  });
});

describe("the request", () => {
  it("asks as a browser does, unless the person's headers say otherwise", () => {
    expect(openRequest()).toMatchObject({
      method: "GET",
      followRedirects: true,
      headers: [
        ["Accept", "text/event-stream"],
        ["Cache-Control", "no-cache"],
      ],
    });
    expect(openRequest({ headers: [["accept", "*/*"]] }).headers).toEqual([
      ["accept", "*/*"],
      ["Cache-Control", "no-cache"],
    ]);
  });

  it("starts after an id that was given, as a setting or as a header", () => {
    const header = ["Last-Event-ID", "9"];
    expect(openRequest({ settings: { lastEventId: "9" } }).headers).toContainEqual(header);
    expect(openRequest({ headers: [["last-event-id", "9"]] }).headers.filter(([, value]) => value === "9")).toEqual([
      header,
    ]);
  });

  it("case 12: an id of any script is sent as it is, one with control characters is left out and said so", () => {
    const transcript = (id: string, sent: string) => `
      > started
      < status connecting
      < open GET http://h/e
      > opened 200 text/event-stream
      < status open
      > chunk ${JSON.stringify(`id: ${id}\ndata: a\n\n`)}
      > ended
      < status waiting: next attempt in 3 s (EventSource's usual time)
      @ +3000ms
      < status connecting
      < open GET http://h/e${sent}
    `;
    holds(transcript("ключ-€", " after ключ-€"));
    holds(`${transcript("a\u0007b", "")}< warning idNotSent: the last event id cannot be sent`);
  });

  it("case 25: says what it may mean when no head of an answer comes", () =>
    holds(`
      > started
      < status connecting
      < open GET http://h/e
      @ +10000ms
      < warning noAnswer: no answer for 10 s, not even headers
      > opened 200 text/event-stream
      < status open
    `));
});

describe("settings", () => {
  it.each([
    [{ method: "GET", body: "x" }, "body-with-get"],
    [{ method: "GE T" }, "invalid-method"],
    [{ method: "CONNECT" }, "invalid-method"],
    [{ reconnect: "sometimes" }, "invalid-reconnect"],
  ])("refuses %j", (settings, code) => {
    expect(() => openRequest({ settings })).toThrow(expect.objectContaining({ code }));
  });

  it("takes what the form offers", () => {
    for (const field of sse.connectForm)
      for (const choice of field.choices ?? [])
        expect(openRequest({ settings: { [field.name]: choice } }).url).toBe("http://h/e");
  });
});
