import { describe, expect, it } from "vitest";
import type { Close } from "../../../src/model/frame.ts";
import { actionCable } from "../../../src/protocols/action-cable/index.ts";

function refused(status: number, body = "", headers: readonly (readonly [string, string])[] = []): Close {
  return { kind: "refused", response: { status, reason: "", httpVersion: "1.1", headers }, body };
}

describe("advise", () => {
  it("case 70: Rails' 404 points at Origin and allowed_request_origins first, then at the path", () => {
    const [first, second] = actionCable.advise(refused(404, "Page not found"));
    expect(first).toMatch(/Origin.*allowed_request_origins/);
    expect(second).toMatch(/path is wrong/);
  });

  it.each([
    [refused(404, "<h1>nginx</h1>"), /path is probably wrong/],
    [refused(403), /AnyCable answers 403 to a foreign Origin/],
    [refused(401), /authenticates after the upgrade/],
    [refused(400), /Sec-WebSocket-Version/],
    [refused(426), /proxy dropped the Upgrade header/],
    [refused(301, "", [["Location", "https://x/cable"]]), /redirects to https:\/\/x\/cable/],
    [refused(200, "<html>"), /ordinary page answered/],
    [refused(502), /Puma/],
    [refused(500), /server's log/],
    [{ kind: "failed", failure: { stage: "connect", code: "ECONNREFUSED", message: "" } }, /port is 3000/],
    [
      { kind: "closed", failure: { stage: "handshake", code: "X", message: "Server sent no subprotocol" } },
      /Set Subprotocols to none/,
    ],
    [{ kind: "closed", seen: { code: 1011, reason: "Auth Error" } }, /RPC/],
    [{ kind: "closed", seen: { code: 1009, reason: "" } }, /64 MB/],
  ] as const)("%# has something to try", (close, sentence) => {
    expect(actionCable.advise(close).join("\n")).toMatch(sentence);
  });

  it.each([
    refused(418),
    { kind: "closed", seen: { code: 1000, reason: "" } },
    { kind: "ended" },
    { kind: "failed", failure: { stage: "dns", code: "ENOTFOUND", message: "" } },
  ] as const)("%# leaves the rest to the generic hints", (close) => {
    expect(actionCable.advise(close)).toEqual([]);
  });
});

describe("match", () => {
  it.each([
    [{ url: "ws://localhost:3000/cable" }, 0.95],
    [{ url: "wss://example.com/app/cable/?token=1" }, 0.95],
    [{ url: "https://example.com/cable" }, 0.9],
    [{ url: "ws://localhost/ws" }, 0.2],
    [{ url: "ws://localhost/ws", subprotocol: "actioncable-v1-json" }, 1],
    [{ url: "http://localhost/events" }, 0],
    [{ url: "http://localhost/cable", contentType: "text/event-stream" }, 0],
    [{ url: "nonsense" }, 0],
  ])("%j: %d", (clue, confidence) => {
    expect(actionCable.match(clue)).toBe(confidence);
  });
});
