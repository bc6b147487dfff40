/**
 * A process that writes a capture of so many entries as a session would have: recorded, decoded and judged, only not
 * received. A chat on AnyCable's extended protocol, with beats, some actions, and now and then a message that is missing.
 */
import process from "node:process";
import { openCapture } from "../../../src/capture/opening.ts";
import type { Handshake } from "../../../src/model/frame.ts";
import { protocolById } from "../../../src/protocols/registry.ts";
import { Recorder } from "../../../src/runner/recorder.ts";
import type { ContenderReport } from "../contender.ts";

const [path = "", count = "0"] = process.argv.slice(2);
const wanted = Number(count);
const startedAt = Date.UTC(2026, 10, 25, 12);
/** 10 000 000 entries then take a working day. */
const stepMs = 3;
const rooms = ["lobby", "deploys", "support", "random"];
const identifiers = rooms.map((room) => JSON.stringify({ channel: "ChatChannel", room }));
const words = ["hello", "deploy started", "assets precompiled", "pods ready", "rollback", "thanks", "lunch?"];
const framesBeforePause = 20_000;

const protocol = "actioncable-v1-ext-json";
const url = "ws://127.0.0.1:3000/cable";
const handshake: Handshake = {
  request: { method: "GET", url, httpVersion: "1.1", headers: [["Sec-WebSocket-Protocol", protocol]] },
  response: { status: 101, reason: "Switching Protocols", httpVersion: "1.1", headers: [] },
  offered: [protocol],
  subprotocol: protocol,
};

const capture = openCapture(path);
const recorder = new Recorder({ protocol: protocolById("anycable"), writer: capture, onEvent: () => {} });
let at = startedAt;
const text = (direction: "sent" | "received", value: object) =>
  recorder.frame(at, 1, { kind: "text", direction, data: JSON.stringify(value) });

recorder.opened(at, 1, handshake, 1);
text("received", { type: "welcome", sid: "bench" });
for (const identifier of identifiers) {
  text("sent", { command: "subscribe", identifier });
  text("received", { type: "confirm_subscription", identifier });
}
const offsets = rooms.map(() => 0);
for (let n = 0; capture.lastSeq < wanted; n += 1) {
  at += stepMs;
  const room = n % rooms.length;
  const identifier = identifiers[room];
  if (n % 200 === 0) text("received", { type: "ping", message: Math.round(at / 1000) });
  else if (n % 50 === 1) text("sent", { command: "message", identifier, data: `{"action":"speak","n":${n}}` });
  else {
    const offset = (offsets[room] ?? 0) + (n % 9973 === 0 ? 2 : 1);
    offsets[room] = offset;
    const message = { id: n, user: `u${n % 37}`, body: words[n % words.length] };
    text("received", { identifier, message, stream_id: rooms[room], epoch: "b1", offset });
  }
  // Verdicts that rest on silence need the time.
  if (n % 1000 === 0) recorder.tick(at);
  if (n % framesBeforePause === 0) await new Promise((resolve) => setImmediate(resolve));
}
capture.close();
const report = (message: ContenderReport) => process.send?.(message);
report({ kind: "done", at: performance.timeOrigin + performance.now(), received: wanted });
process.on("disconnect", () => process.exit(0));
