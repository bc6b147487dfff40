import { expect, test } from "vitest";
import type { Capture } from "../../src/capture/store.ts";
import { filterWords } from "../../src/engine/filter-words.ts";
import type { Hosted } from "../../src/engine/hosted.ts";
import { MessageReader } from "../../src/engine/message-reader.ts";
import type { Handshake } from "../../src/model/frame.ts";
import type { TransportMessage } from "../../src/model/message.ts";
import { actionCable } from "../../src/protocols/action-cable/index.ts";
import { anycable } from "../../src/protocols/anycable/index.ts";
import { newCapture } from "../capture/capture-files.ts";

const handshake: Handshake = {
  request: { method: "GET", url: "ws://h/cable", httpVersion: "1.1", headers: [] },
  response: { status: 101, reason: "Switching Protocols", httpVersion: "1.1", headers: [] },
  offered: ["actioncable-v1-json"],
  subprotocol: "actioncable-v1-json",
};

const open: TransportMessage = { kind: "open", handshake, attempt: 1 };

function record(capture: Capture, message: unknown): number {
  const data = JSON.stringify({ identifier: '{"channel":"ChatChannel","room":42}', message });
  const frame = { kind: "text", direction: "received", data } as const;
  const id = capture.frame(1, 1, frame);
  const [decoded] = actionCable.createDecoder("received", handshake).decode(frame);
  if (!decoded) throw new Error("nothing decoded");
  return capture.message(1, 1, "received", "message", decoded, id, id, data.length);
}

test("a filter may name what the capture has, the selected row's paths first", () => {
  const capture = newCapture();
  capture.connection(1, actionCable.id, handshake);
  capture.message(1, 1, "received", "transport", open, 0, 0, 0);
  const selected = record(capture, { user: { id: 42 }, "odd name": [{ x: 1 }] });
  record(capture, { body: "hello" });
  capture.event(1, 1, {
    kind: "gapFound",
    level: "warning",
    title: "1 missing",
    explanation: "",
    advice: [],
    evidence: [],
    measures: {},
  });
  const reader = new MessageReader(capture.reader, actionCable);
  const words = filterWords({ capture, reader } as unknown as Hosted, selected);
  expect(words.kinds).toEqual(["open", "message"]);
  expect(words.verdicts).toEqual(["gapFound"]);
  expect(words.channels).toEqual([actionCable.labelChannel('{"channel":"ChatChannel","room":42}')]);
  expect(words.statuses).toEqual([101]);
  expect(words.codes).toEqual([]);
  expect(words.paths).toEqual([
    "$.user",
    "$.user.id",
    '$["odd name"]',
    '$["odd name"][0]',
    '$["odd name"][0].x',
    "$.body",
  ]);
});

test("streams are those behind the newest messages, each once", () => {
  const extended = { ...handshake, offered: ["actioncable-v1-ext-json"], subprotocol: "actioncable-v1-ext-json" };
  const capture = newCapture();
  capture.connection(1, anycable.id, extended);
  const decoder = anycable.createDecoder("received", extended);
  for (const [offset, stream] of ["chat_1", "chat_2", "chat_1"].entries()) {
    const identifier = '{"channel":"ChatChannel"}';
    const data = JSON.stringify({ identifier, message: {}, stream_id: stream, epoch: "e1", offset });
    const frame = { kind: "text", direction: "received", data } as const;
    const id = capture.frame(1, 1, frame);
    const [decoded] = decoder.decode(frame);
    if (decoded) capture.message(1, 1, "received", "message", decoded, id, id, data.length);
  }
  const reader = new MessageReader(capture.reader, anycable);
  expect(filterWords({ capture, reader } as unknown as Hosted).streams).toEqual(["chat_1", "chat_2"]);
});

test("an empty capture has none", () => {
  const capture = newCapture();
  const reader = new MessageReader(capture.reader, actionCable);
  const words = filterWords({ capture, reader } as unknown as Hosted);
  expect(Object.values(words).every((list) => list.length === 0)).toBe(true);
});
