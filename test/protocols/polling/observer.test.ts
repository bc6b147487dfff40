import { describe, expect, it } from "vitest";
import type { ObserverEvent } from "../../../src/model/event.ts";
import type { Close, HeaderList } from "../../../src/model/frame.ts";
import { polling } from "../../../src/protocols/polling/index.ts";
import { Dice } from "../dice.ts";
import { httpHandshake } from "../handshakes.ts";

interface PollParts {
  readonly url?: string;
  readonly asking?: HeaderList;
  readonly status?: number;
  readonly headers?: HeaderList;
  readonly body?: unknown;
  readonly holdMs?: number;
  readonly gapMs?: number;
  readonly close?: Close;
}

/** Tells an observer of one poll after the other, as a recorder would, and collects what it concludes. */
class Watched {
  readonly observer = polling.createObserver();
  readonly events: ObserverEvent[] = [];
  at = Date.UTC(2026, 0, 1);
  #entry = 0;
  #connection = 0;

  poll(parts: PollParts = {}): this {
    const { holdMs = 0, gapMs = 0, body, status = body === undefined ? 304 : 200, headers = [] } = parts;
    this.at += gapMs + holdMs;
    this.#connection += 1;
    const { url = "http://h/p", asking = [] } = parts;
    const handshake = {
      ...httpHandshake({ url, status, reason: "", headers, requestHeaders: asking }),
      timing: { connectMs: 0, holdMs },
    };
    const connection = this.#connection;
    this.#tell({ kind: "opened", at: this.at, connection, entry: this.#row(), handshake });
    const decoder = polling.createDecoder("received", handshake);
    const text = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
    const frame = { kind: "chunk", direction: "received", data: text } as const;
    for (const message of [...decoder.decode(frame), ...decoder.end()]) {
      const row = { at: this.at, connection, entry: this.#row(), frame: 1 } as const;
      this.#tell({ kind: "message", ...row, direction: "received", message });
    }
    this.#tell({
      kind: "closed",
      at: this.at,
      connection,
      entry: this.#row(),
      close: parts.close ?? { kind: "ended" },
    });
    this.#tell({ kind: "ticked", at: this.at });
    return this;
  }

  items(ids: readonly (number | string)[], url: string): this {
    return this.poll({ url, body: { items: ids.map((id) => ({ id })) } });
  }

  fail(close: Close): this {
    this.#connection += 1;
    this.#tell({ kind: "closed", at: this.at, connection: this.#connection, entry: this.#row(), close });
    return this;
  }

  /** Kind and title of each event since the last look, but for the style, which has tests of its own. */
  told(): string[] {
    const events = this.events.splice(0);
    return events.filter(({ kind }) => !kind.startsWith("found")).map(({ kind, title }) => `${kind}: ${title}`);
  }

  kinds(): string[] {
    return this.events.splice(0).map(({ level, kind }) => `${level} ${kind}`);
  }

  #tell(input: Parameters<typeof this.observer.observe>[0]): void {
    this.events.push(...this.observer.observe(input));
  }

  #row(): number {
    this.#entry += 1;
    return this.#entry;
  }
}

const cut: Close = { kind: "ended", failure: { stage: "reset", code: "ECONNRESET", message: "cut" } };

describe("the style", () => {
  it("is short as soon as a server says at once that nothing is new", () => {
    expect(
      new Watched()
        .poll({ body: { a: 1 } })
        .poll()
        .poll()
        .kinds(),
    ).toEqual(["note foundShort"]);
  });

  it("is short where states come again and again", () => {
    const watched = new Watched();
    for (let n = 0; n < 5; n += 1) watched.poll({ body: { n } });
    expect(watched.kinds().filter((kind) => kind.includes("found"))).toEqual(["note foundShort"]);
  });

  it("is long after two holds, not after one slow answer", () => {
    const watched = new Watched().poll({ holdMs: 4000, body: "a" });
    expect(watched.kinds()).toEqual([]);
    expect(watched.poll({ holdMs: 2500, body: "b" }).kinds()).toEqual(["note foundLong"]);
  });

  it("can change, and to stop holding is a warning", () => {
    const watched = new Watched().poll({ holdMs: 5000 }).poll({ holdMs: 5000 }).poll().poll();
    expect(watched.kinds()).toEqual(["note foundLong", "warning becameShort"]);
    watched.poll({ holdMs: 9000 }).poll({ holdMs: 3000 });
    expect(watched.kinds()).toEqual(["note becameLong"]);
  });
});

describe("the server's time limit", () => {
  it("is found from holds that ended alike, and told again only when it is another", () => {
    const watched = new Watched();
    for (const holdMs of [25_004, 25_010, 24_990, 25_100, 25_000]) watched.poll({ holdMs });
    expect(watched.told()).toEqual(["serverTimeoutFound: the hold ends after 25 s with 304"]);
    for (const holdMs of [60_000, 60_010, 60_020, 60_000]) watched.poll({ holdMs, status: 204 });
    expect(watched.told()).toEqual(["serverTimeoutFound: the hold ends after 1 min 0 s with 204"]);
  });

  it("is not read from holds that ended with news or at odd ages", () => {
    const watched = new Watched();
    for (const holdMs of [3000, 9000, 14_000, 2000, 21_000]) watched.poll({ holdMs });
    for (const body of ["a", "b", "c"]) watched.poll({ holdMs: 8000, body });
    expect(watched.told().filter((text) => text.startsWith("server"))).toEqual([]);
  });
});

describe("items", () => {
  it("that are left out are missed where ids had no holes", () => {
    const watched = new Watched().items([1, 2, 3], "http://h/p?after=0").items([4, 5], "http://h/p?after=3");
    expect(watched.items([7, 10], "http://h/p?after=5").told()).toEqual(["itemsMissed: 6, 8 to 9 missing"]);
    expect(watched.items([11], "http://h/p?after=10").told()).toEqual([]);
  });

  it("are not missed where ids have holes by nature", () => {
    const watched = new Watched()
      .items([1, 4, 9], "http://h/p?after=0")
      .items([10, 11, 12, 13, 14], "http://h/p?after=9");
    expect(watched.items([20], "http://h/p?after=14").told()).toEqual([]);
  });

  it("that come again after a later position are repeated", () => {
    const watched = new Watched().items(["a", "b"], "http://h/p?after=0").items(["b", "c"], "http://h/p?after=b");
    expect(watched.told()).toEqual(["itemsRepeated: 1 item came again: b"]);
    expect(watched.events).toEqual([]);
  });

  it("that belong to a state are neither", () => {
    const watched = new Watched().items([1, 2, 9], "http://h/p").items([1, 2, 9, 40], "http://h/p");
    expect(watched.told()).toEqual(["changed: 1 change: $.items[id=40]"]);
  });

  it("that come under an ETag are followed too, and start over when the server forgets", () => {
    const watched = new Watched().items([1, 2, 3, 4, 5], "http://h/p").items([6], "http://h/p");
    expect(watched.items([8], "http://h/p").told()).toEqual(["itemsMissed: 7 missing"]);
    expect(watched.items([1], "http://h/p").told()).toEqual(["startedOver: ids start over: 1 after 8"]);
    expect(watched.items([2], "http://h/p").told()).toEqual([]);
  });

  it("may come newest first", () => {
    const watched = new Watched().items([3, 2, 1], "http://h/p?a=1").items([6, 5, 4], "http://h/p?a=2");
    expect(watched.items([9, 8, 7], "http://h/p?a=3").told()).toEqual([]);
  });
});

describe("a state", () => {
  it("is compared with the one before", () => {
    const watched = new Watched().poll({ body: { a: 1, b: [1] } }).poll({ body: { a: 2, b: [1] } });
    const [event] = watched.events.filter(({ kind }) => kind === "changed");
    expect(event).toMatchObject({ title: "1 change: $.a", evidence: [2, 5], measures: { changes: 1 } });
    expect(event?.explanation).toContain("~ $.a: 1 → 2");
    watched.told();
    watched.poll({ body: { a: 2, b: [1] } }).poll({ body: { a: 3, b: [1] }, url: "http://h/other" });
    watched.poll({ body: "text" }).poll({ body: { a: 4 } });
    expect(watched.told()).toEqual([]);
  });
});

describe("answers", () => {
  it("that limit the rate are told once a run, with the time they ask for", () => {
    const watched = new Watched();
    const headers: HeaderList = [["Retry-After", "30"]];
    for (let n = 0; n < 3; n += 1) watched.poll({ status: 429, headers, body: "slow down" });
    expect(watched.told()).toEqual(["rateLimited: 429, asks to wait 30 s"]);
    watched.poll().poll({ status: 503, headers }).poll({ status: 429 });
    expect(watched.told()).toEqual([
      "rateLimited: 503, asks to wait 30 s",
      "rateLimited: 429, without saying for how long",
    ]);
  });

  it("that name a date are taken against the answer's own clock", () => {
    const headers: HeaderList = [
      ["Date", "Wed, 25 Nov 2026 01:00:00 GMT"],
      ["Retry-After", "Wed, 25 Nov 2026 01:00:45 GMT"],
    ];
    expect(new Watched().poll({ status: 429, headers }).told()).toEqual(["rateLimited: 429, asks to wait 45 s"]);
    const odd: HeaderList = [["Retry-After", "tomorrow"]];
    expect(new Watched().poll({ status: 429, headers: odd }).told()).toEqual([
      "rateLimited: 429, without saying for how long",
    ]);
  });

  it("that refuse are told once while they stay the same, with the hold that a proxy cut", () => {
    const watched = new Watched();
    for (let n = 0; n < 3; n += 1) watched.poll({ status: 504, holdMs: 60_000 });
    watched.poll({ status: 404 });
    expect(watched.told()).toEqual([
      "refused: the server answered 504 after 1 min 0 s",
      "refused: the server answered 404",
    ]);
  });

  it("that are cut are told, and what we cut ourselves is not", () => {
    const watched = new Watched().poll({ body: '{"a":', close: cut }).poll({ close: { kind: "ended", aborted: true } });
    expect(watched.told()).toEqual(["replyCut: cut in the middle of the body: cut"]);
  });

  it("that are no JSON, an event stream or from a cache", () => {
    const watched = new Watched();
    watched.poll({ body: "<html>", headers: [["Content-Type", "application/json"]] });
    watched.poll({ body: "data: x\n\n", headers: [["Content-Type", "text/event-stream; charset=utf-8"]] });
    watched.poll({ body: "a", headers: [["Age", "12"]] }).poll({ body: "b", headers: [["Age", "13"]] });
    watched.poll({ body: "c", headers: [["Age", "0"]] });
    expect(watched.told()).toEqual([
      expect.stringMatching(/^malformedReply: not JSON/),
      "notAPoll: the answer is an event stream, not a poll",
      "servedFromCache: a cache answered (Age: 12)",
    ]);
    const hit = new Watched().poll({ body: "a", headers: [["X-Cache", "Hit from cloudfront"]] });
    expect(hit.told()).toEqual(["servedFromCache: a cache answered (X-Cache: Hit from cloudfront)"]);
  });
});

describe("a position", () => {
  const asked = (etag: string): HeaderList => [["If-None-Match", etag]];

  it("is missing where long polls ask the same after news", () => {
    const watched = new Watched();
    for (const body of ["a", "b", "c", "d", "e"]) watched.poll({ holdMs: 2000, body });
    expect(watched.told()).toEqual(["positionMissing: polls do not say what was read"]);
  });

  it("is there when a header or the address moves, and is not needed by short polls", () => {
    const watched = new Watched();
    for (const body of ["a", "b", "c", "d", "e"]) watched.poll({ holdMs: 2000, body, asking: asked(body) });
    const short = new Watched();
    for (const body of ["a", "b", "c", "d"]) short.poll({ body });
    expect([...watched.told(), ...short.told()]).toEqual([]);
  });
});

describe("the rhythm", () => {
  it("is told when it breaks, once, and not after failures", () => {
    const watched = new Watched();
    for (let n = 0; n < 7; n += 1) watched.poll({ gapMs: 5000 + n * 10 });
    watched.poll({ gapMs: 60_000 }).poll({ gapMs: 61_000 });
    expect(watched.told()).toEqual(["intervalDrifted: 1 min 0 s between two polls, usually 5.04 s"]);
    watched.poll({ gapMs: 5000 }).fail({ kind: "failed", failure: { stage: "dns", code: "E", message: "no" } });
    watched.poll({ gapMs: 60_000 }).poll({ gapMs: 5000 });
    expect(watched.told()).toEqual([]);
  });
});

describe("the traffic", () => {
  it("is summed after 20 polls and each time when there are twice as many", () => {
    const watched = new Watched();
    for (let n = 0; n < 85; n += 1) watched.poll(n % 10 === 0 ? { body: `news ${n}`, gapMs: 1000 } : { gapMs: 1000 });
    const sums = watched.events.filter(({ kind }) => kind === "trafficSummed");
    expect(sums.map(({ measures }) => measures?.polls)).toEqual([20, 40, 80]);
    expect(sums[0]).toMatchObject({
      title: "20 polls, 2 with news; headers 800 B, bodies 13 B",
      measures: { news: 2, headerBytes: 800, bodyBytes: 13, meanHoldMs: 0 },
    });
  });
});

describe("whatever a peer does", () => {
  it("throws nothing, and tells at most a few things a poll", () => {
    const dice = new Dice(11);
    const watched = new Watched();
    const alphabet = '{}[]":,id0123456789 ';
    for (let round = 0; round < 2000; round += 1) {
      watched.poll({
        url: `http://h/p?${dice.below(3)}`,
        status: dice.pick([200, 200, 200, 204, 304, 408, 404, 429, 500]),
        headers: dice.pick([[], [["ETag", dice.text(alphabet, 5)]], [["Retry-After", dice.text("0123 Wed,", 6)]]]),
        body: dice.pick([dice.text(alphabet, 30), [{ id: dice.below(9) }], { n: dice.below(3) }, undefined]),
        holdMs: dice.pick([0, 0, 1500, 25_000]),
        gapMs: dice.pick([0, 1000, 90_000]),
        close: dice.pick([{ kind: "ended" }, { kind: "ended" }, cut, { kind: "ended", aborted: true }] as const),
      });
      expect(watched.kinds().length).toBeLessThanOrEqual(6);
    }
  });
});
