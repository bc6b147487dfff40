/** The hub alone: ids, replays and order, by example and against a model that keeps everything. */
import { describe, expect, it } from "vitest";
import { Hub } from "../../mock-server/hub.ts";
import { seededRandom } from "../../mock-server/seeded-random.ts";
import type { Subscriber } from "../../mock-server/topic.ts";
import type { HubLimits } from "../../mock-server/topic-shelf.ts";
import type { JoinRequest, Publication, TopicState } from "../../src/model/hub.ts";
import { NaiveHub } from "./naive-hub.ts";

class Listener implements Subscriber {
  readonly states: TopicState[] = [];
  readonly publications: Publication[] = [];
  onPublished: (publication: Publication) => void = () => undefined;

  joined(state: TopicState): void {
    this.states.push(state);
  }

  published(publication: Publication): void {
    this.publications.push(publication);
    this.onPublished(publication);
  }

  get data(): unknown[] {
    return this.publications.map(({ data }) => data);
  }
}

function createHub(limits: Partial<HubLimits> = {}): Hub {
  let now = 1_000;
  const tick = () => {
    now += 1;
    return now;
  };
  return new Hub({ now: tick, random: seededRandom(7), limits });
}

function answerOf(hub: Hub, request: JoinRequest): TopicState {
  const listener = new Listener();
  hub.join(listener, request);
  hub.leave(listener, request.topic);
  const [state] = listener.states;
  if (!state) throw new Error("A join was not answered.");
  return state;
}

function replayed(state: TopicState): unknown[] {
  return state.replay.map(({ data }) => data);
}

describe("publishing", () => {
  it("is told to who watches over all topics, and may publish in answer", () => {
    const seen: unknown[] = [];
    const hub = new Hub({
      now: () => 1,
      random: seededRandom(7),
      onPublication: ({ topic, data, globalId }) => {
        seen.push([topic, data, globalId]);
        if (topic === "ask") hub.publish("answer", data);
      },
    });
    const listener = new Listener();
    hub.join(listener, { topic: "answer" });
    hub.publish("ask", 1);
    expect(seen).toEqual([
      ["ask", 1, 1],
      ["answer", 1, 2],
    ]);
    expect(listener.data).toEqual([1]);
  });

  it("counts within the topic and over all topics", () => {
    const hub = createHub();
    const ids = ["a", "b", "a"].map((topic) => hub.publish(topic, topic).publication);
    expect(ids.map(({ offset }) => offset)).toEqual([1, 1, 2]);
    expect(ids.map(({ globalId }) => globalId)).toEqual([1, 2, 3]);
    expect(ids[0]?.epoch).toMatch(/^[a-z0-9]{4}$/);
  });

  it("hands everyone the same object, so that it can be encoded once", () => {
    const hub = createHub();
    const listeners = [new Listener(), new Listener()];
    for (const listener of listeners) hub.join(listener, { topic: "a" });
    const { subscribers, publication } = hub.publish("a", { any: "thing" });
    expect(subscribers).toBe(2);
    for (const listener of listeners) expect(listener.publications[0]).toBe(publication);
  });

  it("keeps one order for all when a subscriber publishes while it is told of something", () => {
    const hub = createHub();
    const [answering, other] = [new Listener(), new Listener()];
    answering.onPublished = ({ data }) => data === "question" && hub.publish("a", "answer");
    for (const listener of [answering, other]) hub.join(listener, { topic: "a" });
    hub.publish("a", "question");
    expect(answering.data).toEqual(["question", "answer"]);
    expect(other.data).toEqual(["question", "answer"]);
  });

  it("neither repeats nor loses what is on its way when a subscriber joins in the middle of it", () => {
    const hub = createHub();
    const [first, late] = [new Listener(), new Listener()];
    first.onPublished = ({ data }) => data === 1 && hub.join(late, { topic: "a", last: 10 });
    hub.join(first, { topic: "a" });
    hub.publish("a", 1);
    hub.publish("a", 2);
    expect(late.states.map(replayed)).toEqual([[1]]);
    expect(late.data).toEqual([2]);
  });

  it("still reaches who joins once more while it is on its way", () => {
    const hub = createHub();
    const [first, again] = [new Listener(), new Listener()];
    first.onPublished = () => hub.join(again, { topic: "a" });
    for (const listener of [first, again]) hub.join(listener, { topic: "a" });
    hub.publish("a", 1);
    expect(again.data).toEqual([1]);
  });

  it("never lets moments run back, even if the clock does", () => {
    const moments = [50, 40, 60];
    const hub = new Hub({ now: () => moments.shift() ?? 0, random: () => 0 });
    expect([1, 2, 3].map((data) => hub.publish("a", data).publication.at)).toEqual([50, 50, 60]);
  });

  it.each([
    ["nothing at all", undefined],
    ["a function", () => 1],
    ["a bigint", 1n],
  ])("refuses %s, which is not JSON", (_, data) => {
    expect(() => createHub().publish("a", data)).toThrow(/Only JSON can be published/);
  });

  it("refuses a topic without a name", () => {
    expect(() => createHub().publish("", 1)).toThrow(/needs a topic/);
  });
});

describe("joining", () => {
  it("replays nothing unless asked", () => {
    const hub = createHub();
    hub.publish("a", 1);
    expect(answerOf(hub, { topic: "a" })).toMatchObject({ replay: [], complete: true, lastOffset: 1, lastGlobalId: 1 });
    expect(answerOf(hub, { topic: "never" })).toMatchObject({ replay: [], complete: true, lastOffset: 0 });
  });

  it("a second time keeps the first place and does not deliver twice", () => {
    const hub = createHub();
    const listener = new Listener();
    hub.join(listener, { topic: "a" });
    hub.join(listener, { topic: "a", last: 1 });
    hub.publish("a", 1);
    expect(listener.data).toEqual([1]);
    expect(listener.states).toHaveLength(2);
  });

  it("ends with leaving", () => {
    const hub = createHub();
    const listener = new Listener();
    hub.join(listener, { topic: "a" });
    hub.leave(listener, "a");
    expect(hub.publish("a", 1).subscribers).toBe(0);
    expect(listener.data).toEqual([]);
  });

  it("from a position of another epoch is incomplete and replays nothing", () => {
    const hub = createHub();
    hub.publish("a", 1);
    const state = answerOf(hub, { topic: "a", after: { epoch: "old!", offset: 0 } });
    expect(state).toMatchObject({ replay: [], complete: false });
  });

  it("from a position that was never reached is incomplete: it is of a hub before a restart", () => {
    const hub = createHub();
    const { epoch } = hub.publish("a", 1).publication;
    expect(answerOf(hub, { topic: "a", afterGlobalId: 2 }).complete).toBe(false);
    expect(answerOf(hub, { topic: "a", after: { epoch, offset: 2 } }).complete).toBe(false);
    expect(answerOf(hub, { topic: "a", afterGlobalId: 1 }).complete).toBe(true);
  });

  it("tells when what was asked for is not kept any more", () => {
    const hub = createHub({ publicationsPerTopic: 2 });
    for (const data of [1, 2, 3, 4]) hub.publish("a", data);
    const states = [1, 2, 3].map((afterGlobalId) => answerOf(hub, { topic: "a", afterGlobalId }));
    expect(states.map(replayed)).toEqual([[3, 4], [3, 4], [4]]);
    expect(states.map(({ complete }) => complete)).toEqual([false, true, true]);
    expect(answerOf(hub, { topic: "a", last: 2 }).complete).toBe(true);
    expect(answerOf(hub, { topic: "a", last: 3 }).complete).toBe(false);
  });
});

describe("limits", () => {
  it("on all publications let the oldest of any topic go first", () => {
    const hub = createHub({ publications: 3 });
    for (const topic of ["a", "b", "b", "b", "b"]) hub.publish(topic, topic);
    expect(answerOf(hub, { topic: "a", last: 9 })).toMatchObject({ replay: [], complete: false });
    expect(replayed(answerOf(hub, { topic: "b", last: 9 }))).toHaveLength(3);
  });

  it("on text keep at least the newest, however long it is", () => {
    const hub = createHub({ characters: 10 });
    hub.publish("a", "1234");
    hub.publish("a", "x".repeat(100));
    expect(replayed(answerOf(hub, { topic: "a", last: 9 }))).toEqual(["x".repeat(100)]);
  });

  it("on topics forget the one silent longest, and bring it back under another epoch", () => {
    const hub = createHub({ topics: 2 });
    const listener = new Listener();
    const first = hub.publish("first", 1).publication;
    hub.publish("second", 1);
    hub.join(listener, { topic: "second" });
    hub.publish("third", 1);
    expect(hub.topics(9).map(({ topic }) => topic)).toEqual(["third", "second"]);
    const again = hub.publish("first", 2).publication;
    expect(again.offset).toBe(1);
    expect(again.epoch).not.toBe(first.epoch);
    expect(answerOf(hub, { topic: "first", after: first }).complete).toBe(false);
  });
});

describe("how far a subscriber has come", () => {
  it("is where it joined, and then what it was told", () => {
    const hub = createHub();
    const listener = new Listener();
    expect(hub.position(listener, "a")).toBeUndefined();
    hub.publish("a", "before");
    hub.join(listener, { topic: "a" });
    expect(hub.position(listener, "a")).toEqual({ topic: "a", offset: 1, behind: 0 });
    hub.publish("a", "told");
    expect(hub.position(listener, "a")).toEqual({ topic: "a", offset: 2, behind: 0 });
  });

  it("is behind while others are told before it", () => {
    const hub = createHub();
    const [first, second] = [new Listener(), new Listener()];
    let seen: unknown;
    first.published = () => {
      seen = hub.position(second, "a");
    };
    hub.join(first, { topic: "a" });
    hub.join(second, { topic: "a" });
    hub.publish("a", 1);
    expect(seen).toEqual({ topic: "a", offset: 0, behind: 1 });
    expect(hub.position(second, "a")).toEqual({ topic: "a", offset: 1, behind: 0 });
  });
});

describe("the history of a topic", () => {
  it("is what is kept, oldest first, of that the newest", () => {
    const hub = createHub({ publicationsPerTopic: 3 });
    for (const n of [1, 2, 3, 4]) hub.publish("a", n);
    expect(hub.history("a", 9).map(({ offset }) => offset)).toEqual([2, 3, 4]);
    expect(hub.history("a", 2).map(({ data }) => data)).toEqual([3, 4]);
    expect(hub.history("a", 0)).toEqual([]);
    expect(hub.history("nowhere", 9)).toEqual([]);
    expect(hub.topics(1)[0]).toMatchObject({ publications: 4, kept: 3 });
  });
});

describe("the list of topics", () => {
  it("shows those published to last first, and leaves out what left no trace", () => {
    const hub = createHub();
    const listener = new Listener();
    hub.join(listener, { topic: "silent" });
    hub.join(listener, { topic: "gone" });
    hub.leave(listener, "gone");
    hub.publish("old", 1);
    hub.publish("new", 1);
    const topics = hub.topics(9);
    expect(topics.map(({ topic }) => topic)).toEqual(["new", "old", "silent"]);
    expect(topics[2]).toMatchObject({ topic: "silent", publications: 0, kept: 0, subscribers: 1, lastAt: undefined });
    expect(hub.topics(1)).toHaveLength(1);
  });
});

describe("against a model that keeps everything", () => {
  const limits = { publicationsPerTopic: 5, publications: 9, characters: 60, topics: 100 };
  const topics = ["a", "b", "c"];

  it.each(Array.from({ length: 60 }, (_, seed) => seed))("agrees on 150 random steps, seed %i", (seed) => {
    const random = seededRandom(seed);
    const below = (limit: number) => Math.floor(random() * limit);
    let now = 1_000;
    const hub = new Hub({ now: () => now, random, limits });
    const model = new NaiveHub(limits);
    const { epoch } = answerOf(hub, { topic: "a" });
    const listeners = [new Listener(), new Listener(), new Listener()];
    const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;

    for (let step = 0; step < 150; step += 1) {
      now += below(3);
      const topic = pick(topics);
      const listener = pick(listeners);
      switch (below(5)) {
        case 0:
          hub.leave(listener, topic);
          model.leave(listener, topic);
          break;
        case 1:
        case 2: {
          const request = model.randomRequest(topic, below);
          hub.join(listener, request);
          model.join(listener, topic);
          expect(listener.states.at(-1)).toEqual({ ...model.answer(request), epoch });
          break;
        }
        default:
          model.publish(hub.publish(topic, "x".repeat(below(30))).publication);
      }
    }
    for (const listener of listeners) expect(listener.publications).toEqual(model.receivedBy(listener));
  });
});
