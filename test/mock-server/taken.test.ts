/** A hub that is given publications with their ids, as one that is shared with others is. */
import { expect, it } from "vitest";
import { Hub } from "../../mock-server/hub.ts";
import { seededRandom } from "../../mock-server/seeded-random.ts";
import type { JoinRequest, Publication, TopicState } from "../../src/model/hub.ts";

function hubInEpoch(epoch: string, lastGlobalId = 0): Hub {
  const hub = new Hub({ now: () => 1, random: seededRandom(7) });
  hub.restart(epoch, lastGlobalId);
  return hub;
}

const publication = (globalId: number, offset: number, epoch = "aaaa"): Publication => ({
  topic: "t",
  globalId,
  offset,
  epoch,
  at: 1_000 + globalId,
  data: offset,
});

function join(hub: Hub, request: Omit<JoinRequest, "topic">) {
  const heard: Publication[] = [];
  const states: TopicState[] = [];
  hub.join({ joined: (state) => states.push(state), published: (one) => heard.push(one) }, { topic: "t", ...request });
  return { heard, state: states[0] };
}

it("keeps and tells them with those ids", () => {
  const hub = hubInEpoch("aaaa");
  const { heard } = join(hub, {});
  expect(hub.take(publication(5, 1)).subscribers).toBe(1);
  hub.take(publication(9, 2));
  expect(heard.map(({ globalId, offset }) => [globalId, offset])).toEqual([
    [5, 1],
    [9, 2],
  ]);
  const { state } = join(hub, { after: { epoch: "aaaa", offset: 1 } });
  expect(state).toMatchObject({ epoch: "aaaa", lastOffset: 2, lastGlobalId: 9, complete: true });
  expect(state?.replay.map(({ offset }) => offset)).toEqual([2]);
});

it("owns up to what was left out: a position before the hole is not answered as complete", () => {
  const hub = hubInEpoch("aaaa");
  hub.take(publication(1, 1));
  hub.take(publication(7, 4));
  const after = (offset: number) => join(hub, { after: { epoch: "aaaa", offset } }).state;
  expect([after(1), after(2), after(3)].map((state) => state?.complete)).toEqual([false, false, true]);
});

it("gives up what was before, when offsets begin again or another epoch does", () => {
  const hub = hubInEpoch("aaaa");
  const { heard } = join(hub, {});
  hub.take(publication(1, 1));
  hub.take(publication(2, 2));
  hub.take(publication(3, 1, "bbbb"));
  hub.take(publication(4, 1, "bbbb"));
  expect(heard).toHaveLength(4);
  const { state } = join(hub, { last: 10 });
  expect(state?.replay.map(({ globalId }) => globalId)).toEqual([4]);
});

it("stands where a topic stands elsewhere, with nothing of it to show", () => {
  const hub = hubInEpoch("aaaa", 50);
  const { heard } = join(hub, {});
  hub.passTo({ topic: "t", epoch: "aaaa", offset: 12 });
  hub.passTo({ topic: "t", epoch: "aaaa", offset: 3 });
  const { state } = join(hub, { after: { epoch: "aaaa", offset: 11 } });
  expect(state).toMatchObject({ lastOffset: 12, lastGlobalId: 50, complete: false, replay: [] });
  hub.take(publication(51, 13));
  expect(heard.map(({ offset }) => offset)).toEqual([13]);
  expect(join(hub, { after: { epoch: "aaaa", offset: 12 } }).state).toMatchObject({ complete: true });
});

it("begins anew with those who listen, and tells positions of before that they are not kept", () => {
  const hub = hubInEpoch("aaaa");
  const { heard } = join(hub, {});
  hub.take(publication(1, 1));
  hub.restart("bbbb", 1);
  hub.passTo({ topic: "t", epoch: "bbbb", offset: 1 });
  hub.take(publication(2, 2, "bbbb"));
  expect(heard.map(({ globalId }) => globalId)).toEqual([1, 2]);
  expect(join(hub, { after: { epoch: "aaaa", offset: 1 } }).state).toMatchObject({ complete: false, replay: [] });
  expect(join(hub, { afterGlobalId: 0 }).state).toMatchObject({ complete: false });
});
