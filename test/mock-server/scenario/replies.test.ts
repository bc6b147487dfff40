/** What clients are answered: which reply it is, to whom, when, and what it changes. */
import { describe, expect, it } from "vitest";
import type { Reply } from "../../../src/scenario/scenario.ts";
import { message, playing, reply, scenario } from "./playing.ts";

/** Says something for one client, and writes down what it alone is told. */
function talking(replies: readonly Reply[], over: Parameters<typeof scenario>[0] = {}) {
  const running = playing(scenario({ replies, ...over }));
  const { stage, clock, written } = running;
  written();
  const startedAt = clock.now();
  const told: string[] = [];
  const client = {
    id: 7,
    protocol: { id: "websocket" },
    tell: (topic: string | undefined, data: unknown) =>
      told.push(`${clock.now() - startedAt} ${topic ?? "-"} ${JSON.stringify(data)}`),
  };
  function say(data: unknown, action?: string, topic?: string): boolean {
    return stage.answer(client as never, { kind: "said", topic, action, data, otherwise: [] });
  }
  return { ...running, say, told };
}

describe("a reply", () => {
  it("is the first that fits", () => {
    const { say, told } = talking([
      reply("speak", "spoken"),
      reply(undefined, "number", { to: { on: "command", data: { schema: { type: "number" } } } }),
      reply(undefined, "greeting", { to: { on: "command", topic: "chat:*", data: { regex: "^hel+o" } } }),
    ]);
    expect([say(1, "speak", "a"), say(2, undefined, "a"), say("hello", "x", "chat:1"), say("hello", "x", "b")]).toEqual(
      [true, true, true, false],
    );
    expect(told).toEqual(['0 a "spoken"', '0 a "number"', '0 chat:1 "greeting"']);
  });

  it("fits by the state, which each of them can change before it is sent", () => {
    const { say, told } = talking(
      [
        reply("vote", "thank you, {{ state.votes }}", {
          when: "state.votes < 2",
          set: { votes: "{{ state.votes | plus: 1 }}" },
        }),
        reply("vote", "enough"),
      ],
      { state: { votes: 0 } },
    );
    for (let n = 0; n < 3; n += 1) say({}, "vote", "poll");
    expect(told).toEqual(['0 poll "thank you, 1"', '0 poll "thank you, 2"', '0 poll "enough"']);
  });

  it("belongs to its phase", () => {
    const phases = [{ name: "closed", until: { afterMs: 100 } }, { name: "open" }];
    const { say, told, clock } = talking(
      [reply("buy", "no", { phase: "closed" }), reply("buy", "yes", { phase: "open" })],
      {
        phases,
      },
    );
    say({}, "buy");
    clock.advance(100);
    say({}, "buy");
    expect(told).toEqual(['0 - "no"', '100 - "yes"']);
  });

  it("has parts for one and for all, at once and later, written as things are by then", () => {
    const { say, told, clock, written } = talking(
      [
        reply("ask", undefined, {
          set: { n: "{{ state.n | plus: 1 }}" },
          send: [
            { audience: "sender", afterMs: 0, data: { n: "{{ state.n }}", of: "{{ client.id }}" } },
            { audience: "topic", afterMs: 200, data: "{{ state.n }}" },
            { audience: { topic: "log:{{ action }}" }, afterMs: 0, data: "{{ message.text }}" },
          ],
        }),
      ],
      { state: { n: 0 } },
    );
    say({ text: "one" }, "ask", "chat");
    clock.advance(100);
    say({ text: "two" }, "ask", "chat");
    clock.advance(1000);
    expect(told).toEqual(['0 chat {"n":1,"of":7}', '100 chat {"n":2,"of":7}']);
    expect(written()).toEqual(['0 log:ask "one"', '100 log:ask "two"', "200 chat 2", "300 chat 2"]);
  });

  it("may leave the command to the session as well", () => {
    const { say, told } = talking([reply("speak", "heard", { passOn: true })]);
    expect([say(1, "speak", "chat"), told]).toEqual([false, ['0 chat "heard"']]);
  });

  it("comes before what the same command triggers, which it does in any case", () => {
    const messages = [message("log", "{{ action }}", { trigger: { on: "command" } })];
    const send = [{ audience: { topic: "answer" }, afterMs: 0, data: 1 }] as const;
    const { say, written } = talking([reply("speak", undefined, { send })], { messages });
    say(1, "speak");
    say(1, "whisper");
    expect(written()).toEqual(["0 answer 1", '0 log "speak"', '0 log "whisper"']);
  });

  it("to all needs a topic, which is said where there is none", () => {
    const { say, written } = talking([
      reply(undefined, undefined, { send: [{ audience: "topic", afterMs: 0, data: 1 }] }),
    ]);
    say(1);
    expect(written()).toEqual([
      "0 log test: replies[0].send[0]: not sent, because its client hears no topic; name one.",
    ]);
  });

  it("that has to wait is not made for more than ten thousand at once", () => {
    const { say, told, clock, written } = talking([
      reply("ask", undefined, { send: [{ audience: "sender", afterMs: 1000, data: 1 }] }),
    ]);
    for (let n = 0; n < 10_001; n += 1) say(n, "ask");
    expect(clock.pendingTasks).toBe(1);
    expect(written()).toEqual([
      "0 log test: replies[0].send[0]: not sent, because more than 10000 replies wait already.",
    ]);
    clock.advance(1000);
    expect(told).toHaveLength(10_000);
  });
});
