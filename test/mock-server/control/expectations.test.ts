/** What meets an expectation, before and while it is waited for, and what is said when nothing does. No time passes by itself. */
import { describe, expect, it } from "vitest";
import { Expectations } from "../../../mock-server/control/expectations.ts";
import { HappeningLog } from "../../../mock-server/control/happening-log.ts";
import type { CheckedExpectation } from "../../../mock-server/control/noted-happening.ts";
import { ManualClock } from "../../../src/clock/manual-clock.ts";
import type { Happening } from "../../../src/model/happening.ts";

const ann = { id: 1, door: "/cable", protocol: { id: "action-cable" } };
const bob = { id: 2, door: "/ws", protocol: { id: "websocket" } };

const request = {
  method: "GET",
  url: "ws://127.0.0.1/cable?user=ann&jid=secret",
  httpVersion: "1.1",
  headers: [["Cookie", "session=abc"]],
} as const;

const speak = (body: string): Happening => ({ on: "command", topic: "chat:lobby", action: "speak", data: { body } });

function start() {
  const clock = new ManualClock();
  const log = new HappeningLog(() => clock.now());
  const expectations = new Expectations(log, clock);
  const expected = (expectation: CheckedExpectation, more: object = {}) => expectations.met({ expectation, ...more });
  return { clock, log, expectations, expected };
}

describe("an expectation is met by", () => {
  it("what comes while it is waited for", async () => {
    const { log, expected, clock } = start();
    const met = expected({ action: "speak", data: { like: { body: "hi" } } });
    log.add(ann, speak("hello"));
    log.add(ann, speak("hi"));
    expect(await met).toMatchObject({ number: 2, client: 1, on: "command", data: { body: "hi" } });
    expect(clock.pendingTasks).toBe(0);
  });

  it("what came before, the oldest first, and after a number or but for some if asked so", async () => {
    const { log, expected } = start();
    for (const body of ["one", "two", "three"]) log.add(ann, speak(body));
    expect(await expected({})).toMatchObject({ number: 1 });
    expect(await expected({}, { after: 1 })).toMatchObject({ number: 2 });
    expect(await expected({}, { passOver: [1, 2] })).toMatchObject({ number: 3 });
  });

  const happenings: readonly (readonly [typeof ann, Happening])[] = [
    [ann, { on: "connect", request }],
    [ann, { on: "subscribe", topic: "chat:lobby" }],
    [ann, speak("hi")],
    [bob, { on: "command", topic: undefined, action: undefined, data: "a text" }],
    [ann, { on: "unsubscribe", topic: "chat:lobby" }],
    [ann, { on: "disconnect" }],
    [bob, { on: "disconnect" }],
  ];

  it.each([
    [{ on: "connect" }, 1],
    [{ on: "connect", request: { query: { user: "a*" }, cookies: { session: "abc" } } }, 1],
    [{ on: "connect", request: { query: { user: "bob" } } }, undefined],
    [{ on: "subscribe", topic: "chat:*" }, 2],
    [{ on: "subscribe", topic: "news" }, undefined],
    [{}, 3],
    [{ data: { where: '$.body = "hi"' } }, 3],
    [{ data: { regex: "^a t" } }, 4],
    [{ data: { like: "a text" } }, 4],
    [{ data: { schema: { type: "string" } } }, 4],
    [{ action: "/^sp/" }, 3],
    [{ action: "shout" }, undefined],
    [{ on: "unsubscribe" }, 5],
    [{ on: "disconnect" }, 6],
    [{ on: "disconnect", client: 2 }, 7],
    [{ on: "disconnect", door: "/ws" }, 7],
    [{ on: "disconnect", protocol: "websocket" }, 7],
    [{ on: "disconnect", topic: "chat:lobby" }, undefined],
  ] as const)("what is all that it asks: %j", async (expectation, number) => {
    const { log, expected, clock } = start();
    for (const [who, happening] of happenings) log.add(who, happening);
    const met = expected(expectation).then(
      (noted) => noted.number,
      () => undefined,
    );
    clock.advance(5_000);
    expect(await met).toBe(number);
  });
});

describe("when the time is over", () => {
  it("it is said what was wanted, and what came nearest, with why it is not it", async () => {
    const { log, expected, clock } = start();
    log.add(ann, { on: "connect", request });
    log.add(ann, { on: "subscribe", topic: "chat:lobby" });
    log.add(ann, speak("hello"));
    log.add(bob, { on: "command", topic: "news", action: undefined, data: "x".repeat(500) });
    const met = expected({ topic: "chat:*", action: "speak", data: { like: { body: "hi" } } }, { timeoutMs: 2_000 });
    clock.advance(2_000);
    await expect(met).rejects.toMatchObject({
      code: "not-met",
      message:
        'Within 2000 ms no client did this: command, topic "chat:*", action "speak", data {"like":{"body":"hi"}}. ' +
        'Nearest of the 4 things that clients did: command "speak" on chat:lobby with {"body":"hello"} by client 1 at /cable (other data); ' +
        `command on news with "${"x".repeat(119)}… by client 2 at /ws (another topic, another action, other data); ` +
        "subscribe to chat:lobby by client 1 at /cable (no command, another action, other data).",
    });
  });

  it("no token of a request is said", async () => {
    const { log, expected, clock } = start();
    log.add(ann, { on: "connect", request });
    const met = expected({ on: "connect", request: { query: { user: "bob" } } });
    clock.advance(5_000);
    const error = await met.catch(({ message }) => message);
    expect(error).toMatch(
      /Nearest of the one thing that clients did: connect by client 1 at \/cable \(another request\)\.$/,
    );
    expect(error).not.toContain("secret");
  });

  it("not a moment before", async () => {
    const { log, expected, clock } = start();
    const met = expected({}, { timeoutMs: 100 });
    clock.advance(99);
    log.add(ann, speak("just in time"));
    expect(await met).toMatchObject({ number: 1 });
  });
});

describe("who does not wait any more", () => {
  it("leaves nothing behind", async () => {
    const { expectations, clock, log } = start();
    const gone = new AbortController();
    const met = expectations.met({ expectation: {} }, gone.signal);
    gone.abort();
    await expect(met).rejects.toMatchObject({ code: "not-met" });
    log.add(ann, speak("too late"));
    expect(clock.pendingTasks).toBe(0);
  });
});
