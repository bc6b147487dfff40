import { describe, expect, it } from "vitest";
import { readBrokerPosition } from "../../../src/protocols/sse/broker-position.ts";
import { sse } from "../../../src/protocols/sse/index.ts";
import { httpHandshake } from "../handshakes.ts";

describe("AnyCable's event ids", () => {
  it.each([
    ["32/vRXl/room_7", { offset: 32, epoch: "vRXl", streamId: "room_7", documented: false }],
    ["32/vRXl/a/b/c", { offset: 32, epoch: "vRXl", streamId: "a/b/c", documented: false }],
    ["case 30: 32/chat_42/x123", { offset: 32, epoch: "x123", streamId: "chat_42", documented: true }],
    ["1/a/b/x123", { offset: 1, epoch: "x123", streamId: "a/b", documented: true }],
  ])("%s", (name, position) => {
    expect(readBrokerPosition(name.replace("case 30: ", ""))).toEqual(position);
  });

  it.each(["", "32", "32/", "32/room", "a/vRXl/room", "32/chat_42/later", "2026/11/25"])("not %j", (id) => {
    expect(readBrokerPosition(id)).toBeUndefined();
  });

  it("are shown part by part", () => {
    const decoder = sse.createDecoder("received", httpHandshake());
    const [message] = decoder.decode({
      kind: "chunk",
      direction: "received",
      data: "data: hi\nid: 32/vRXl/room_7\n\n",
    });
    const facts = message === undefined ? [] : sse.describe(message).facts;
    expect(facts.map(({ label, value }) => `${label}: ${value}`)).toEqual(
      expect.arrayContaining(["Stream: room_7", "Offset: 32", "Epoch: vRXl"]),
    );
  });
});
