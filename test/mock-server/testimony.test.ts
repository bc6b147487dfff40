/** What a testimony makes of a wire that behaves in rare ways, without any wire. */
import { expect, it } from "vitest";
import { Testimony } from "../../mock-server/testimony.ts";
import type { Frame } from "../../src/model/frame.ts";

function testify() {
  const frames: Frame[] = [];
  const sink = { frame: (frame: Frame) => void frames.push(frame), opened: () => {}, closed: () => {} };
  const request = { method: "GET", url: "ws://127.0.0.1/ws", httpVersion: "1.1", headers: [] };
  return { frames, testimony: new Testimony(sink, request, "127.0.0.1:1") };
}

it("tells fragments as the one message that they are, when the last of them is out", () => {
  const { frames, testimony } = testify();
  testimony.wrote("he", { binary: false, fin: false });
  testimony.wrote(Buffer.from("ll"), { binary: true, fin: false });
  expect(frames).toEqual([]);
  testimony.wrote("o", { binary: true, fin: true });
  expect(frames).toEqual([{ kind: "text", direction: "received", data: "hello" }]);
});

it("leaves a text that is no UTF-8 as the bytes that it is", () => {
  const { frames, testimony } = testify();
  const broken = Buffer.from([0x68, 0xff]);
  testimony.wrote(broken, { binary: false, fin: true });
  testimony.wrote(broken, { binary: false, fin: true });
  const told = { kind: "text", direction: "received", data: broken };
  expect(frames).toEqual([told, told]);
});

it("tells a close frame of the client once, whoever noticed it first", () => {
  const { frames, testimony } = testify();
  testimony.sawClose(1000, "bye");
  testimony.sawClose(1000, Buffer.from("bye"));
  expect(frames).toEqual([{ kind: "close", direction: "sent", data: "bye", code: 1000 }]);
});

it("tells nothing after the end", () => {
  const { frames, testimony } = testify();
  testimony.over("client");
  testimony.wrote("late", { binary: false, fin: true });
  expect(frames).toEqual([]);
});
