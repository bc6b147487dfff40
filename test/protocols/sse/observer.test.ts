import { describe, expect, it } from "vitest";
import type { ObserverEvent } from "../../../src/model/event.ts";
import type { Close } from "../../../src/model/frame.ts";
import type { Decoder } from "../../../src/model/protocol.ts";
import { sse } from "../../../src/protocols/sse/index.ts";
import type { SseMessage } from "../../../src/protocols/sse/messages.ts";
import { type HttpHandshake, httpHandshake } from "../handshakes.ts";

const cut: Close = { kind: "ended", failure: { stage: "reset", code: "ECONNRESET", message: "cut" } };

/** Tells an observer what a recorder would, and collects what it concludes. */
class Watched {
  readonly observer = sse.createObserver();
  readonly events: ObserverEvent[] = [];
  readonly #decoders = new Map<number, Decoder<SseMessage>>();
  at = Date.UTC(2026, 0, 1);
  #entry = 0;
  #frame = 0;

  open(parts: HttpHandshake = {}, connection = 1): this {
    const handshake = httpHandshake(parts);
    this.#decoders.set(connection, sse.createDecoder("received", handshake));
    this.events.push(
      ...this.observer.observe({ kind: "opened", at: this.at, connection, entry: this.#row(), handshake }),
    );
    return this;
  }

  chunk(text: string, connection = 1): this {
    this.#frame += 1;
    const frame = { kind: "chunk", direction: "received", data: text } as const;
    this.#messages(this.#decoders.get(connection)?.decode(frame) ?? [], connection);
    return this;
  }

  close(close: Close = { kind: "ended" }, connection = 1): this {
    this.#messages(this.#decoders.get(connection)?.end() ?? [], connection);
    this.events.push(...this.observer.observe({ kind: "closed", at: this.at, connection, entry: this.#row(), close }));
    return this;
  }

  wait(ms: number): this {
    const until = this.at + ms;
    while (this.at < until) {
      this.at = Math.min(until, this.at + 250);
      this.events.push(...this.observer.observe({ kind: "ticked", at: this.at }));
    }
    return this;
  }

  /** Level and kind of each event since the last look. */
  found(): string[] {
    return this.events.splice(0).map((event) => `${event.level} ${event.kind}`);
  }

  /** Kind and title. */
  told(): string[] {
    return this.events.splice(0).map((event) => `${event.kind}: ${event.title}`);
  }

  #messages(messages: readonly SseMessage[], connection: number): void {
    for (const message of messages) {
      const row = { at: this.at, connection, entry: this.#row(), frame: this.#frame } as const;
      this.events.push(...this.observer.observe({ kind: "message", ...row, direction: "received", message }));
    }
  }

  #row(): number {
    this.#entry += 1;
    return this.#entry;
  }
}

const event = (id: number | string) => `id: ${id}\ndata: x\n\n`;
const asking = (id: string): HttpHandshake => ({ requestHeaders: [["Last-Event-ID", id]] });

describe("answers", () => {
  it("that refuse are told once while they stay the same", () => {
    const watched = new Watched();
    for (let attempt = 0; attempt < 3; attempt += 1) watched.open({ status: 503, headers: [] }).close();
    expect(watched.told()).toEqual(["refused: the server answered 503 OK"]);
    expect(watched.open({ status: 401, headers: [] }).found()).toEqual(["error refused"]);
    watched.close().open().close().open({ status: 401, headers: [] });
    expect(watched.found()).toContain("error refused");
  });

  it("case 19: 204 is a request to stop", () => {
    expect(new Watched().open({ status: 204, headers: [] }).found()).toEqual(["note stopRequested"]);
  });

  it("case 21: another content type is an error, parameters are not", () => {
    expect(new Watched().open({ headers: [["Content-Type", "text/plain"]] }).told()).toEqual([
      "notEventStream: the answer is text/plain, no event stream",
    ]);
    expect(new Watched().open({ headers: [] }).told()).toEqual(["notEventStream: the answer has no Content-Type"]);
    expect(new Watched().open({ headers: [["content-type", "text/event-stream; charset=utf-8"]] }).found()).toEqual([]);
  });

  it("that were redirected say where to", () => {
    const redirects = [{ from: "http://localhost/a", to: "http://localhost/b", status: 307 }];
    expect(new Watched().open({ redirects }).told()).toEqual(["redirected: redirected (307) to http://localhost/b"]);
  });

  it("of any 2xx will do for a POST", () => {
    expect(new Watched().open({ method: "POST", status: 201 }).found()).toEqual([]);
  });
});

describe("resuming", () => {
  it("is proven by the very next id", () => {
    const watched = new Watched()
      .open()
      .chunk(event(1) + event(2))
      .close();
    watched.wait(1000).open(asking("2")).chunk(event(3));
    expect(watched.told()).toEqual(["resumed: resumed after 2, first came 3"]);
  });

  it("with ids that cannot be counted is told without a judgement", () => {
    const watched = new Watched()
      .open()
      .chunk(event("a-1"))
      .close()
      .open(asking("a-1"))
      .chunk(event("q-7") + event("a-1"));
    expect(watched.found()).toEqual(["note resumed"]);
  });

  it("that starts again is a repeat, once for the whole replay", () => {
    const watched = new Watched()
      .open()
      .chunk(event(1) + event(2) + event(3))
      .close();
    watched.open(asking("3")).chunk(event(1) + event(2) + event(3) + event(4));
    expect(watched.told()).toEqual(["repeated: id 1 came again after 3"]);
  });

  it("that leaves ids out is a gap where ids grew by one so far", () => {
    const watched = new Watched().open().chunk([1, 2, 3, 4].map(event).join("")).close();
    watched.open(asking("4")).chunk(event(9));
    expect(watched.told()).toEqual(["gapFound: 4 ids missing between 4 and 9"]);
    const unknown = new Watched().open().chunk(event(1)).close().open(asking("1")).chunk(event(9));
    expect(unknown.found()).toEqual(["note resumed"]);
  });

  it("is blind without ids, from the last sign of the old connection on", () => {
    const watched = new Watched().open().chunk("data: a\n\n");
    const fromAt = watched.at;
    watched.wait(2000).close().wait(3000).open();
    expect(watched.events).toMatchObject([{ kind: "blindWindow", fromAt, toAt: fromAt + 5000, evidence: [3, 4] }]);
  });

  it("is blind as well when ids were there but not asked for", () => {
    const watched = new Watched().open().chunk(event(1)).close().open();
    expect(watched.events[0]?.explanation).toContain("the last was 1");
    expect(watched.found()).toEqual(["warning blindWindow"]);
    expect(watched.chunk(event(1)).found()).toEqual([]);
  });

  it("is nobody's business between different clients, addresses and posts", () => {
    const watched = new Watched();
    watched.open({ requestHeaders: [["User-Agent", "one"]] }).close();
    watched.open({ requestHeaders: [["User-Agent", "two"]] }).close();
    watched.open({ url: "http://localhost/other" }).close();
    watched.open({ method: "POST" }).close().open({ method: "POST" }).close();
    watched
      .open({ url: "http://localhost/llm" })
      .chunk("data: [DONE]\n\n")
      .close()
      .open({ url: "http://localhost/llm" });
    expect(watched.found()).toEqual([]);
  });

  it("keeps two clients of one address apart", () => {
    const watched = new Watched().open({}, 1).open({}, 2);
    for (const id of [1, 2, 3, 4, 5]) watched.chunk(event(id), 1).chunk(event(id), 2);
    watched.close(cut, 1).close(cut, 2);
    watched.found();
    watched.open(asking("5"), 3).chunk(event(6), 3).open(asking("5"), 4).chunk(event(6), 4);
    expect(watched.found()).toEqual(["good resumed", "good resumed"]);
  });
});

describe("ids", () => {
  it("that are missing, repeated or late within a connection are told", () => {
    const watched = new Watched().open().chunk([1, 2, 3, 4, 6, 5, 7, 7].map(event).join(""));
    expect(watched.told()).toEqual([
      "gapFound: 1 id missing between 4 and 6",
      "arrivedLate: id 5 came late",
      "repeated: id 7 came again after 7",
    ]);
  });

  it("of a shared counter are given up after a few gaps", () => {
    const watched = new Watched().open().chunk([1, 2, 3, 4, 6, 8, 11, 13, 16, 20].map(event).join(""));
    expect(watched.found()).toEqual(["warning gapFound", "warning gapFound", "warning gapFound", "note gapsNotJudged"]);
  });

  it("that are timestamps raise no alarm", () => {
    const watched = new Watched().open();
    for (const ms of [0, 1000, 2000, 3000, 4000, 9000, 9000])
      watched.chunk(event(Math.floor((watched.at + ms) / 1000)));
    expect(watched.found()).toEqual([]);
  });

  it("in a block alone, outside ASCII or with U+0000 are told once", () => {
    const watched = new Watched()
      .open()
      .chunk("id: 5\n\nid: 6\n\nid: ü\ndata: a\n\nid: ö\ndata: b\n\nid: \0\n\nid: \0\n\n");
    expect(watched.told()).toEqual([
      "idOnlyBlock: a block without data set the last event id to 5",
      "nonAsciiId: an id with letters outside ASCII: ü",
      "nulInId: an id with U+0000 in it is ignored",
    ]);
  });
});

describe("silence", () => {
  it("of 30 s without a comment is missing a keepalive, told once until one comes", () => {
    const watched = new Watched().open().chunk("data: a\n\n").wait(29_750);
    expect(watched.found()).toEqual([]);
    expect(watched.wait(250).told()).toEqual(["keepaliveMissing: nothing for 30 s: no event, no comment"]);
    expect(watched.chunk("data: b\n\n").wait(60_000).found()).toEqual([]);
    expect(watched.chunk(": still here\n\n").wait(30_000).found()).toEqual(["warning keepaliveMissing"]);
  });

  it("is fine while comments come (case 16)", () => {
    const watched = new Watched().open();
    for (let i = 0; i < 10; i += 1) watched.chunk(": ping\n\n").wait(20_000);
    expect(watched.found()).toEqual([]);
  });

  it("case 24: since the headers of a compressed answer points at the compressor", () => {
    const headers = [
      ["Content-Type", "text/event-stream"],
      ["Content-Encoding", "gzip"],
    ] as const;
    expect(new Watched().open({ headers }).wait(10_000).told()).toEqual([
      "bufferingSuspected: headers came 10 s ago, then nothing (content-encoding gzip)",
    ]);
  });

  it("case 25: since the headers of any other answer is told without blame", () => {
    const watched = new Watched().open().wait(10_000);
    expect(watched.events[0]?.advice?.[0]).toContain("Rack::ETag");
    expect(watched.found()).toEqual(["note silentSinceHeaders"]);
  });

  it("of a refused answer means nothing", () => {
    expect(new Watched().open({ status: 404, headers: [] }).wait(60_000).found()).toEqual(["error refused"]);
  });
});

describe("lumps", () => {
  const lump = "data: 1\n\ndata: 2\n\ndata: 3\n\ndata: 4\n\n";

  it("case 24: after silences, three in a row, are suspicious, more so behind a proxy", () => {
    const via = [
      ["Content-Type", "text/event-stream"],
      ["Via", "1.1 varnish"],
    ] as const;
    for (const [headers, level] of [
      [undefined, "note"],
      [via, "warning"],
    ] as const) {
      const watched = new Watched().open(headers ? { headers } : {}).chunk("data: 0\n\n");
      for (let i = 0; i < 5; i += 1) watched.wait(4000).chunk(lump);
      expect(watched.found()).toEqual([`${level} bufferingSuspected`]);
    }
  });

  it("are fine as a replay at the start, close together, or with single events in between", () => {
    const watched = new Watched().open().chunk(lump);
    for (let i = 0; i < 5; i += 1) watched.wait(500).chunk(lump);
    for (let i = 0; i < 5; i += 1) watched.wait(4000).chunk(lump).wait(1000).chunk("data: alone\n\n");
    expect(watched.found()).toEqual([]);
  });
});

describe("ends", () => {
  it("that cut the body are told, clean ones and our own are not", () => {
    expect(new Watched().open().wait(1500).close(cut).told()).toEqual(["streamCut: cut after 1.5 s"]);
    expect(new Watched().open().close().found()).toEqual([]);
    expect(new Watched().open().close({ kind: "ended", aborted: true }).found()).toEqual([]);
  });

  it("at the same age each time point at a time limit", () => {
    const watched = new Watched();
    for (const id of ["1", "2", "3"]) watched.open(asking(id)).chunk(":\n").wait(25_000).close().wait(500);
    expect(watched.told()).toEqual(["cutAtSameAge: 3 connections in a row ended after 25 s"]);
    for (const ms of [25_000, 9000, 14_000]) watched.open(asking("3")).chunk(":\n").wait(ms).close();
    expect(watched.found()).toEqual([]);
  });

  it("case 15: inside a block show both readings, unless we cut it ourselves", () => {
    const watched = new Watched().open().chunk("data: a\n\ndata: b\n").close();
    expect(watched.events[0]?.explanation).toMatch(/dropped.*deliver it at the end: b/s);
    expect(watched.found()).toEqual(["warning unfinishedBlock"]);
    expect(new Watched().open().chunk("data: b").close({ kind: "ended", aborted: true }).found()).toEqual([]);
  });
});

describe("what stands in the stream", () => {
  it("case 17: a near miss of a field's name is a warning, another name a note, each once", () => {
    const watched = new Watched().open().chunk("Data: z\nData: y\nfoo: 1\ndata : x\n\n");
    expect(watched.told()).toEqual([
      'unknownField: "Data" is not data: ignored',
      'unknownField: lines with the unknown field "foo" are ignored',
      'unknownField: "data " is not data: ignored',
    ]);
  });

  it("case 1: a byte order mark is told, and one in the wrong place as a wrong field", () => {
    expect(new Watched().open().chunk("\uFEFF\uFEFFdata: a\n\n").found()).toEqual([
      "note byteOrderMark",
      "warning unknownField",
    ]);
  });

  it("does not drown in lines of something that is no event stream", () => {
    const lines = Array.from({ length: 500 }, (_, index) => `<p${index}>\n`).join("");
    expect(new Watched().open().chunk(lines).found()).toHaveLength(20);
  });

  it("case 7: an invalid retry, and an event without data, are told once; nchan's keepalive is not", () => {
    const watched = new Watched()
      .open()
      .chunk("retry: 10s\nretry: x\n\nevent: a\n\nevent: b\n\n:ping\nevent: ping\n\n");
    expect(watched.told()).toEqual([
      "invalidRetry: retry: 10s is ignored",
      "eventWithoutData: an event a without data is never delivered",
    ]);
  });

  it("bytes that are not UTF-8 are told once", () => {
    expect(new Watched().open().chunk("data: a\uFFFD\n\ndata: \uFFFD\n\n").found()).toEqual(["warning invalidUtf8"]);
  });

  it("events that share a name with EventSource's own are told", () => {
    expect(new Watched().open().chunk("event: error\ndata: x\n\nevent: error\ndata: x\n\n").told()).toEqual([
      "reservedName: an event of the name error",
    ]);
  });

  it.each([
    ['{"error":{"message":"overloaded","code":529}}', "overloaded"],
    ['{"type":"error","error":{"type":"rate_limit"}}', "rate_limit"],
    ['{"jsonrpc":"2.0","id":1,"error":{"code":-32601}}', "-32601"],
    ['{"error":"no such model"}', "no such model"],
  ])("an error inside a fine stream is found: %s", (data, message) => {
    const watched = new Watched().open().chunk(`data: ${data}\n\ndata: ${data}\n\n`);
    expect(watched.told()).toEqual([`errorInStream: the server reports an error inside the stream: ${message}`]);
  });

  it.each(['{"error":null}', '{"error":""}', '["error"]', '{"text":"an \\"error\\" occurred"}', '{"error":'])(
    "is no error: %s",
    (data) => {
      expect(new Watched().open().chunk(`data: ${data}\n\n`).found()).toEqual([]);
    },
  );

  it("case 22: a block without end is told", () => {
    expect(
      new Watched()
        .open()
        .chunk(`data: ${"x".repeat(17 * 1024 * 1024)}`)
        .found(),
    ).toEqual(["error blockTooLong"]);
  });
});
