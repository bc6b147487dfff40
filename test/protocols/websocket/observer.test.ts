import { describe, expect, it } from "vitest";
import type { ObserverEvent } from "../../../src/model/event.ts";
import type { Close, Direction, TransportFailure } from "../../../src/model/frame.ts";
import type { TransportMessage } from "../../../src/model/message.ts";
import { websocket } from "../../../src/protocols/websocket/index.ts";
import type { WebSocketMessage } from "../../../src/protocols/websocket/messages.ts";
import { largeMessageBytes } from "../../../src/protocols/websocket/observer.ts";
import { pongWithinMs } from "../../../src/protocols/websocket/ping-watch.ts";
import { type WebSocketHandshake, webSocketHandshake } from "../handshakes.ts";

/** Tells an observer what a recorder would, and collects what it concludes. */
class Watched {
  readonly observer = websocket.createObserver();
  readonly events: ObserverEvent[] = [];
  at = Date.UTC(2026, 0, 1);
  #entry = 0;

  open(parts: WebSocketHandshake = {}, connection = 1): this {
    const handshake = webSocketHandshake(parts);
    return this.#tell({ kind: "opened", at: this.at, connection, entry: this.#row(), handshake });
  }

  message(direction: Direction, message: WebSocketMessage | TransportMessage, connection = 1): this {
    const entry = this.#row();
    return this.#tell({ kind: "message", at: this.at, connection, entry, frame: entry, direction, message });
  }

  ping(direction: Direction, data = "", connection = 1): this {
    return this.message(direction, { kind: "ws_ping", data }, connection);
  }

  pong(direction: Direction, data = "", connection = 1): this {
    return this.message(direction, { kind: "ws_pong", data }, connection);
  }

  closeFrame(direction: Direction, code?: number): this {
    return this.message(direction, { kind: "ws_close", frame: { code, reason: "" } });
  }

  close(close: Close = { kind: "closed" }, connection = 1): this {
    return this.#tell({ kind: "closed", at: this.at, connection, entry: this.#row(), close });
  }

  wait(ms: number): this {
    const until = this.at + ms;
    while (this.at < until) {
      this.at = Math.min(until, this.at + 250);
      this.#tell({ kind: "ticked", at: this.at });
    }
    return this;
  }

  found(): string[] {
    return this.events.splice(0).map((event) => `${event.level} ${event.kind}: ${event.title}`);
  }

  #tell(input: Parameters<typeof this.observer.observe>[0]): this {
    this.events.push(...this.observer.observe(input));
    return this;
  }

  #row(): number {
    this.#entry += 1;
    return this.#entry;
  }
}

const text = (length: number): WebSocketMessage => ({ kind: "text", text: "x".repeat(length) });

describe("openings", () => {
  it("case 42: none chosen of those offered shows both readings", () => {
    const watched = new Watched().open({ offered: ["a", "b"] });
    expect(watched.events[0]?.explanation).toMatch(/RFC 6455 lets.*Browsers.*fail/s);
    expect(watched.found()).toEqual(["warning subprotocolNotChosen: a, b offered, none chosen"]);
  });

  it("case 44: the second choice is as good as the first", () => {
    expect(new Watched().open({ offered: ["ext", "base"], subprotocol: "base" }).found()).toEqual([]);
  });

  it("one chosen that was not offered must fail", () => {
    expect(new Watched().open({ subprotocol: "x" }).found()).toEqual([
      "error subprotocolNotOffered: the server chose x, which was not offered",
    ]);
  });

  it("an extension that was not offered must fail, one that was is nothing special", () => {
    const offer = [["Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits, x-y"]] as const;
    const extensions = "permessage-deflate; server_max_window_bits=12";
    expect(new Watched().open({ requestHeaders: offer, extensions }).found()).toEqual([]);
    expect(new Watched().open({ extensions }).found()).toEqual([
      "error extensionNotOffered: the server turned on permessage-deflate, which was not offered",
    ]);
  });

  it("redirects that were followed are told", () => {
    const redirects = [{ from: "ws://a/", to: "ws://b/", status: 301 }];
    expect(new Watched().open({ redirects }).found()).toEqual(["note redirected: redirected (301) to ws://b/"]);
  });

  it("that failed are explained by whoever tried, not here", () => {
    const failure: TransportFailure = { stage: "connect", code: "ECONNREFUSED", message: "" };
    const response = { status: 404, reason: "", httpVersion: "1.1", headers: [] };
    const watched = new Watched().close({ kind: "failed", failure }).close({ kind: "refused", response, body: "" });
    expect(watched.found()).toEqual([]);
  });
});

describe("pings", () => {
  it("case 50: without a pong in 10 s are told once, the late pong too", () => {
    const watched = new Watched()
      .open()
      .ping("sent", "a")
      .wait(pongWithinMs - 250);
    expect(watched.found()).toEqual([]);
    expect(watched.wait(60_000).found()).toEqual(["warning pongMissing: no pong from the server within 10 s"]);
    expect(watched.pong("received", "a").found()).toEqual(["note pongLate: the pong came after 1 min 10 s"]);
  });

  it("are judged in the other direction as well", () => {
    expect(new Watched().open().ping("received").wait(10_000).found()).toEqual([
      "warning pongMissing: no pong from the client within 10 s",
    ]);
  });

  it("case 31: are answered by a pong with the same payload, which may stand for older ones too", () => {
    const watched = new Watched().open().ping("sent", "a").ping("sent", "b").ping("received", "b").ping("sent", "c");
    watched.pong("received", "b").pong("sent", "b").wait(5000).pong("received", "c").wait(60_000);
    expect(watched.found()).toEqual([]);
  });

  it("are not answered by an unsolicited pong, nor by our own", () => {
    const watched = new Watched()
      .open()
      .pong("received", "z")
      .ping("sent", "a")
      .pong("received", "z")
      .pong("sent", "a");
    expect(watched.wait(10_000).found()).toEqual(["warning pongMissing: no pong from the server within 10 s"]);
  });

  it("of a connection that is closing or closed mean nothing", () => {
    expect(new Watched().open().ping("sent").closeFrame("sent", 1000).wait(60_000).found()).toEqual([]);
    const closed = new Watched().open().ping("sent").close();
    closed.found();
    expect(closed.wait(60_000).found()).toEqual([]);
  });
});

describe("ends", () => {
  const seen = (code?: number, reason = ""): Close => ({
    kind: "closed",
    seen: { code, reason },
    sent: { code, reason },
  });

  it.each<[number | undefined, string]>([
    [1000, "note closed: the server closed with 1000 Normal Closure"],
    [1001, "note closed: the server closed with 1001 Going Away"],
    [undefined, "note closed: the server closed with no code (1005)"],
    [1012, "warning closed: the server closed with 1012 Service Restart"],
    [4005, "warning closed: the server closed with 4005 Private"],
    [1008, "error closed: the server closed with 1008 Policy Violation"],
    [1009, "error closed: the server closed with 1009 Message Too Big"],
    [1011, "error closed: the server closed with 1011 Internal Error"],
  ])("by the server with %s", (code, title) => {
    const watched = new Watched().open().closeFrame("received", code).closeFrame("sent", code).close(seen(code));
    expect(watched.found()).toEqual([title]);
  });

  it("by the client are no fault, and show both codes", () => {
    const close: Close = { kind: "closed", sent: { code: 3000, reason: "done" }, seen: { code: 1000, reason: "" } };
    const watched = new Watched().open().closeFrame("sent", 3000).closeFrame("received", 1000).close(close);
    expect(watched.events[0]).toMatchObject({
      explanation: expect.stringContaining('Sent by the client: 3000 Unauthorized "done". Seen from the server: 1000'),
      evidence: [2, 3, 4],
    });
    expect(watched.found()).toEqual([
      'note closed: the client closed with 3000 Unauthorized "done", the server answered 1000 Normal Closure',
    ]);
  });

  it("case 34: without any close frame are 1006", () => {
    const failure: TransportFailure = {
      stage: "reset",
      code: "no-close-frame",
      message: "h ended the TCP connection.",
    };
    const watched = new Watched().open().close({ kind: "closed", failure });
    expect(watched.events[0]?.explanation).toMatch(/Cause: h ended the TCP connection\.$/);
    expect(watched.found()).toEqual(["error closedAbnormally: cut with no close frame (1006)"]);
  });

  it("with an answer missing are one-sided", () => {
    const watched = new Watched()
      .open()
      .closeFrame("sent", 1000)
      .close({ kind: "closed", sent: { code: 1000, reason: "" } });
    expect(watched.found()).toEqual([
      "warning closedOneSided: the client closed with 1000 Normal Closure, the server never answered with its own close",
    ]);
  });

  it.each([
    ["WS_ERR_INVALID_CLOSE_CODE", "a close code that may not be sent"],
    ["WS_ERR_UNEXPECTED_MASK", "a masked frame from the server, and only clients mask"],
    ["WS_ERR_UNEXPECTED_RSV_1", "a compressed frame where no compression was agreed on"],
    ["WS_ERR_UNSUPPORTED_MESSAGE_LENGTH", "a message over the size limit"],
    ["Z_DATA_ERROR", "as the library says"],
  ])("case 35, 38, 39: after a broken rule say which (%s)", (code, title) => {
    const failure: TransportFailure = { stage: "protocol", code, message: "as the library says" };
    const watched = new Watched().open().close({ kind: "closed", sent: { code: 1002, reason: "" }, failure });
    expect(watched.events[0]?.explanation).toContain("Sent by the client: 1002 Protocol Error.");
    expect(watched.found()).toEqual([`error protocolBroken: ${title}`]);
  });

  it("with a code that must not be on the wire say so", () => {
    const watched = new Watched().open().close(seen(1005));
    expect(watched.found()[0]).toContain("1005 No Status Received, which may never be sent");
  });
});

describe("blind windows", () => {
  it("reach from the last sign of the old connection to the opening of the new", () => {
    const watched = new Watched().open().message("received", text(1));
    const fromAt = watched.at;
    watched.wait(2000).message("sent", text(1)).close().wait(3000);
    watched.found();
    watched.open({}, 2);
    expect(watched.events).toMatchObject([
      {
        kind: "blindWindow",
        level: "warning",
        fromAt,
        toAt: fromAt + 5000,
        measures: { blindMs: 5000 },
        evidence: [4, 5],
      },
    ]);
  });

  it("are only a note when the client left by itself", () => {
    const watched = new Watched().open().closeFrame("sent", 1000).close().open({}, 2);
    expect(watched.found().at(-1)).toMatch(/^note blindWindow/);
  });

  it("are between connections of one client to one address, whatever the token", () => {
    const at = (url: string, agent: string): WebSocketHandshake => ({ url, requestHeaders: [["User-Agent", agent]] });
    const watched = new Watched().open(at("ws://h/a?token=1", "one")).close();
    watched.found();
    watched.open(at("ws://h/b", "one"), 2).open(at("ws://h/a", "two"), 3);
    expect(watched.found()).toEqual([]);
    expect(watched.open(at("ws://h/a?token=2", "one"), 4).found()).toEqual(["warning blindWindow: blind for 0 ms"]);
  });
});

describe("messages", () => {
  it("that are large are told, then only much larger ones", () => {
    const watched = new Watched().open().message("received", text(largeMessageBytes - 1));
    expect(watched.found()).toEqual([]);
    watched.message("received", text(largeMessageBytes)).message("sent", text(largeMessageBytes * 2));
    expect(watched.found()).toEqual(["note largeMessage: a message of 1 MB"]);
    watched.message("received", { kind: "binary", bytes: new Uint8Array(largeMessageBytes * 4) });
    expect(watched.found()).toEqual(["note largeMessage: a message of 4.2 MB"]);
  });

  it("that are not UTF-8 are told once a connection, with the browser's reading", () => {
    const bad: WebSocketMessage = {
      kind: "malformed",
      reason: "not UTF-8: byte 0xff at offset 0",
      bytes: Uint8Array.of(255),
    };
    const watched = new Watched().open().message("received", bad).message("received", bad);
    expect(watched.events[0]?.explanation).toContain("A browser closes the connection with 1007");
    expect(watched.found()).toEqual(["error invalidText: text that is not UTF-8: byte 0xff at offset 0"]);
    expect(watched.open({}, 2).message("sent", bad, 2).events[0]?.explanation).toContain("A server closes");
  });

  it("cost nothing when they are ordinary", () => {
    const watched = new Watched().open();
    const first = watched.observer.observe({ kind: "ticked", at: watched.at });
    expect(watched.observer.observe({ kind: "ticked", at: watched.at })).toBe(first);
  });
});
