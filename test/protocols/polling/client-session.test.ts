import { describe, expect, it } from "vitest";
import type { ClientOptions } from "../../../src/model/protocol.ts";
import { polling } from "../../../src/protocols/polling/index.ts";
import { firstRequest } from "../first-request.ts";
import { play, written } from "../transcript.ts";
import { PollingClientPlayer } from "./client-player.ts";

function holds(transcript: string, options: Partial<ClientOptions> = {}): void {
  expect(play(new PollingClientPlayer(options), transcript)).toBe(written(transcript));
}

function openRequest(options: Partial<ClientOptions> = {}) {
  return firstRequest(polling, "http://h/p", options);
}

describe("telling short from long polling", () => {
  it("waits its interval once a server has said at once that nothing is new", () =>
    holds(`
      > started
      < status connecting: poll 1: waiting for the answer
      < open GET http://h/p
      > answer 200 Content-Type: application/json; ETag: "a" | {"n":1}
      < status open: poll 2: waiting for the answer
      < open GET http://h/p If-None-Match: "a"
      > answer 304 ETag: "a"
      < status open: short polling, next poll in 5 s (every 5 s)
      @ +4999ms
      @ +1ms
      < status open: short polling, poll 3: waiting for the answer
      < open GET http://h/p If-None-Match: "a"
      > answer 200 Content-Type: application/json; ETag: "b" | {"n":2}
      < status open: short polling, next poll in 5 s (every 5 s)
    `));

  it("asks again at once after two holds", () =>
    holds(`
      > started
      < status connecting: poll 1: waiting for the answer
      < open GET http://h/p
      @ +25000ms
      > answer 304
      < status open: poll 2: waiting for the answer
      < open GET http://h/p
      @ +25000ms
      > answer 304
      < status open: long polling, poll 3: waiting for the answer
      < open GET http://h/p
      @ +400ms
      > answer 200 Content-Type: application/json | [{"id":1}]
      < status open: long polling, poll 4: waiting for the answer
      < open GET http://h/p
    `));

  it("takes the same body again for nothing new", () =>
    holds(`
      > started
      < status connecting: poll 1: waiting for the answer
      < open GET http://h/p
      > answer 200 | state
      < status open: poll 2: waiting for the answer
      < open GET http://h/p
      > answer 200 | state
      < status open: short polling, next poll in 5 s (every 5 s)
    `));

  it("falls back to its interval when the server stops holding", () =>
    holds(`
      > started
      < status connecting: poll 1: waiting for the answer
      < open GET http://h/p
      @ +3000ms
      > answer 204
      < status open: poll 2: waiting for the answer
      < open GET http://h/p
      @ +3000ms
      > answer 204
      < status open: long polling, poll 3: waiting for the answer
      < open GET http://h/p
      > answer 204
      < status open: short polling, next poll in 5 s (every 5 s)
    `));

  it("calls itself open once the server has the request and does not refuse it", () =>
    holds(`
      > started
      < status connecting: poll 1: waiting for the answer
      < open GET http://h/p
      @ +4000ms
      > requested
      @ +1000ms
      < status open: poll 1: held by the server
      @ +20000ms
      > answer 204
      < status open: poll 2: waiting for the answer
      < open GET http://h/p
      > requested
      @ +20000ms
    `));

  it("is not open while nobody has the request, or when it is refused", () =>
    holds(`
      > started
      < status connecting: poll 1: waiting for the answer
      < open GET http://h/p
      @ +20000ms
      > requested
      @ +500ms
      > answer 404
      < status stopped: 404: asking again would bring the same
      @ +20000ms
    `));

  it("reads a backlog that comes one item an answer without waiting", () => {
    const player = new PollingClientPlayer();
    player.put("started", 0);
    for (let n = 0; n < 40; n += 1) {
      const lines = player.put(`answer 200 ETag: ${n}; Last-Modified: now | item ${n}`, n);
      expect(lines.at(-1)).toBe(`open GET http://h/p If-None-Match: ${n}; If-Modified-Since: now`);
    }
  });

  it("does not flood a server that always has something new", () => {
    const player = new PollingClientPlayer();
    player.put("started", 0);
    const opened = Array.from({ length: 60 }, (_, n) => player.put(`answer 200 ETag: "${n}" | ${n}`, n).at(-1));
    expect(opened.filter((line) => line?.startsWith("open"))).toHaveLength(49);
    expect(opened.at(-1)).toBe("status open: short polling, next poll in 5 s (every 5 s)");
  });
});

describe("a mode that was chosen", () => {
  it("long: asks for a hold, and does not flood a server that does not hold", () =>
    holds(
      `
      > started
      < status connecting: long polling, poll 1: waiting for the answer
      < open GET http://h/p Prefer: wait=20
      @ +20000ms
      > answer 204
      < status open: long polling, poll 2: waiting for the answer
      < open GET http://h/p Prefer: wait=20
      > answer 204
      < status open: long polling, next poll in 5 s (the server answered at once although it had nothing new)
      @ +5000ms
      < status open: long polling, poll 3: waiting for the answer
      < open GET http://h/p Prefer: wait=20
      `,
      { settings: { mode: "long", hold: "20" } },
    ));

  it("long: slows down when answers never wait", () => {
    const player = new PollingClientPlayer({ settings: { mode: "long" } });
    player.put("started", 0);
    const last = Array.from({ length: 100 }, (_, n) => player.put(`answer 200 ETag: "${n}" | ${n}`, n).at(-1));
    expect(last[98]).toContain("open GET");
    expect(last[99]).toBe("status open: long polling, next poll in 5 s (the server always answers at once)");
  });

  it("short: waits after each answer, a slow one too", () =>
    holds(
      `
      > started
      < status connecting: short polling, poll 1: waiting for the answer
      < open GET http://h/p
      @ +1500ms
      > answer 200 | a
      < status open: short polling, next poll in 500 ms (every 500 ms)
      @ +500ms
      < status open: short polling, poll 2: waiting for the answer
      < open GET http://h/p
      `,
      { settings: { mode: "short", interval: "0.5", hold: "20" } },
    ));
});

describe("failures", () => {
  it("back off, keep to Retry-After, and stop where asking again is no use", () =>
    holds(
      `
      > started
      < status connecting: short polling, poll 1: waiting for the answer
      < open GET http://h/p
      > answer 503
      < status waiting: short polling, next poll in 1 s (503: back-off, attempt 2)
      @ +1000ms
      < status connecting: short polling, poll 2: waiting for the answer
      < open GET http://h/p
      > failed ECONNREFUSED
      < status waiting: short polling, next poll in 1 s (back-off, attempt 3)
      @ +1000ms
      < status connecting: short polling, poll 3: waiting for the answer
      < open GET http://h/p
      > answer 429 Retry-After: 30
      < status waiting: short polling, next poll in 30 s (429: the server's Retry-After)
      @ +30000ms
      < status connecting: short polling, poll 4: waiting for the answer
      < open GET http://h/p
      > answer 200 | back
      < status open: short polling, next poll in 2 s (every 2 s)
      @ +2000ms
      < status open: short polling, poll 5: waiting for the answer
      < open GET http://h/p
      > answer 404
      < status stopped: 404: asking again would bring the same
      @ +100000ms
      `,
      { settings: { mode: "short", interval: "2" } },
    ));

  it.each([400, 401, 403, 405, 410, 501])("%i is final", (status) => {
    const player = new PollingClientPlayer();
    player.put("started", 0);
    expect(player.put(`answer ${status}`, 0)).toEqual([`status stopped: ${status}: asking again would bring the same`]);
    expect(player.dueAt()).toBeUndefined();
  });

  it("408 is none: nchan ends a hold with it", () => {
    const player = new PollingClientPlayer({ settings: { mode: "long" } });
    player.put("started", 0);
    player.put("head 408", 3000);
    expect(player.put("ended", 3000).at(-1)).toBe("open GET http://h/p");
  });

  it("grow no longer than a minute, with chance in the upper half", () => {
    const waits = (random: number) => {
      const player = new PollingClientPlayer({ random: () => random });
      player.put("started", 0);
      return Array.from({ length: 9 }, () => {
        player.put("answer 500", 0);
        const due = player.dueAt() ?? 0;
        player.pass(0);
        return due;
      });
    };
    expect(waits(0)).toEqual([1000, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(waits(0.999).map(Math.round)).toEqual([1000, 1999, 3998, 7996, 15_992, 31_984, 59_970, 59_970, 59_970]);
  });

  it("a reply that was cut does not move the position", () =>
    holds(
      `
      > started
      < status connecting: poll 1: waiting for the answer
      < open GET http://h/p
      > answer 200 ETag: "a" | {"n":1}
      < status open: poll 2: waiting for the answer
      < open GET http://h/p If-None-Match: "a"
      > head 200 ETag: "b"
      > cut
      < status waiting: next poll in 1 s (back-off, attempt 2)
      @ +1000ms
      < status connecting: poll 3: waiting for the answer
      < open GET http://h/p If-None-Match: "a"
      `,
    ));

  it("an answer that never ends is cut", () =>
    holds(`
      > started
      < status connecting: poll 1: waiting for the answer
      < open GET http://h/p
      > head 200 Content-Type: text/event-stream
      @ +60000ms
      < close
      > aborted
      < status waiting: next poll in 1 s (back-off, attempt 2)
    `));

  it("a broken address is never tried again", () => {
    const session = polling.createClientSession({ url: "http://[", headers: [], settings: {}, random: () => 0 });
    session.handle({ kind: "started", at: 0 });
    const failure = { stage: "url", code: "ERR_INVALID_URL", message: "no address" } as const;
    const effects = session.handle({ kind: "closed", at: 0, close: { kind: "failed", failure } });
    expect(effects.at(-1)).toMatchObject({ kind: "status", status: { state: "stopped" } });
  });
});

describe("the position", () => {
  it("goes from the reply into the query and into headers", () =>
    holds(
      `
      > started
      < status connecting: poll 1: waiting for the answer
      < open GET http://h/p
      > answer 200 Content-Type: application/json; X-Next: q/7 | {"next":12,"items":[{"id":"a"}]}
      < status open: poll 2: waiting for the answer
      < open GET http://h/p?since=12 X-After: q/7
      > answer 200 Content-Type: application/json | {"next":12,"items":[]}
      < status open: short polling, next poll in 5 s (every 5 s)
      @ +5000ms
      < status open: short polling, poll 3: waiting for the answer
      < open GET http://h/p?since=12 X-After: q/7
      `,
      { settings: { cursor: "json $.next -> query since\nheader X-Next -> header X-After" } },
    ));

  it("moves with an answer that has no items as well", () =>
    holds(
      `
      > started
      < status connecting: poll 1: waiting for the answer
      < open GET http://h/p
      > answer 200 Content-Type: application/json | {"cursor":40,"items":[]}
      < status open: short polling, next poll in 5 s (every 5 s)
      @ +5000ms
      < status open: short polling, poll 2: waiting for the answer
      < open GET http://h/p?after=40
      `,
      { settings: { cursor: "json $.cursor -> query after" } },
    ));

  it("starts where the person says, until the server gives its own", () => {
    const headers = [["If-None-Match", '"mine"']] as const;
    const first = openRequest({ headers });
    expect(first.headers.filter(([name]) => name === "If-None-Match")).toEqual([["If-None-Match", '"mine"']]);
    holds(
      `
      > started
      < status connecting: poll 1: waiting for the answer
      < open GET http://h/p If-None-Match: "mine"
      > answer 200 ETag: "its" | a
      < status open: poll 2: waiting for the answer
      < open GET http://h/p If-None-Match: "its"
      `,
      { headers },
    );
  });

  it("is not sent by methods that ETags do not fit", () =>
    holds(
      `
      > started
      < status connecting: poll 1: waiting for the answer
      < open POST http://h/p body {"q":1}
      > answer 200 ETag: "a" | a
      < status open: poll 2: waiting for the answer
      < open POST http://h/p body {"q":1}
      `,
      { settings: { method: "post", body: '{"q":1}' } },
    ));

  it("can be left out", () =>
    holds(
      `
      > started
      < status connecting: poll 1: waiting for the answer
      < open GET http://h/p
      > answer 200 ETag: "a" | a
      < status open: poll 2: waiting for the answer
      < open GET http://h/p
      `,
      { settings: { cursor: "none" } },
    ));
});

describe("commands", () => {
  it("poll now, but never two at once", () =>
    holds(
      `
      > started
      < status connecting: short polling, poll 1: waiting for the answer
      < open GET http://h/p
      > command poll
      < misuse poll-under-way
      > answer 204
      < status open: short polling, next poll in 60 s (every 60 s)
      > command poll
      < status open: short polling, poll 2: waiting for the answer
      < open GET http://h/p
      @ +60000ms
      > command dance
      < misuse unknown-command
      `.replaceAll("60 s", "1 min 0 s"),
      { settings: { mode: "short", interval: "60" } },
    ));

  it("disconnect ends a poll or the wait for one; reconnect starts anew", () =>
    holds(`
      > started
      < status connecting: poll 1: waiting for the answer
      < open GET http://h/p
      > command disconnect
      < close
      > aborted
      < status stopped: disconnected
      > command disconnect
      > command reconnect
      < status connecting: poll 2: waiting for the answer
      < open GET http://h/p
      > command reconnect
      < close
      > aborted
      < status connecting: poll 3: waiting for the answer
      < open GET http://h/p
      > answer 204
      < status open: short polling, next poll in 5 s (every 5 s)
      > command disconnect
      < status stopped: disconnected
      @ +60000ms
    `));
});

describe("the request", () => {
  it("keeps caches out, and takes what the person gives", () => {
    const request = openRequest({
      headers: [["accept", "text/plain"]],
      settings: { method: "POST", body: "{}", httpVersion: "1.1", hold: "200", mode: "long" },
    });
    expect(request).toMatchObject({ httpVersion: "1.1", handshakeTimeoutMs: 230_000, followRedirects: true });
    expect(request.headers).toEqual([
      ["accept", "text/plain"],
      ["Cache-Control", "no-cache"],
      ["Content-Type", "application/json"],
      ["Prefer", "wait=200"],
    ]);
  });

  it.each([
    [{ method: "TRACE" }, "invalid-method"],
    [{ body: "x" }, "body-with-get"],
    [{ mode: "medium" }, "invalid-mode"],
    [{ interval: "0" }, "invalid-interval"],
    [{ interval: "soon" }, "invalid-interval"],
    [{ hold: "9999" }, "invalid-hold"],
    [{ cursor: "etag\nwhatever" }, "invalid-cursor"],
    [{ cursor: "json next -> query since" }, "invalid-cursor"],
    [{ cursor: "header X -> header bad name" }, "invalid-cursor"],
    [{ httpVersion: "3" }, "invalid-http-version"],
  ])("cannot be made of %j", (settings, code) => {
    const make = () => polling.createClientSession({ url: "http://h", headers: [], settings, random: () => 0 });
    expect(make).toThrow(expect.objectContaining({ code }));
  });
});
