/** The `ws` package against the door `/ws`. */
import { describe, expect, it } from "vitest";
import { startMock } from "./running-mock.ts";
import { openSocket, refusedUpgrade } from "./socket-client.ts";

describe("ws", () => {
  it("gets back what it sends, text as text and bytes as bytes", async () => {
    const { origin } = await startMock();
    const { socket, messages } = await openSocket(`${origin}/ws`, ["any", "thing"]);
    expect(socket.protocol).toBe("any");
    const sent = ["plain", '{ "spaces" :1 }', Buffer.from([0, 1, 254, 255]), "", "x".repeat(1_000_000)];
    for (const message of sent) socket.send(message);
    for (const message of sent) expect(await messages.take()).toEqual(message);
  });

  it("shares a topic with all who name it", async () => {
    const { origin, publish } = await startMock();
    const [one, two] = [await openSocket(`${origin}/ws?topic=room`), await openSocket(`${origin}/ws?topic=room`)];
    const elsewhere = await openSocket(`${origin}/ws?topic=elsewhere`);
    one.socket.send('{"from":"one"}');
    for (const { messages } of [one, two]) expect(await messages.take()).toBe('{"from":"one"}');
    publish("room", ["from", "outside"]);
    for (const { messages } of [one, two]) expect(await messages.take()).toBe('["from","outside"]');
    publish("elsewhere", "only here");
    expect(await elsewhere.messages.take()).toBe("only here");
  });

  it.each([
    ["kick", { code: 1008, reason: "kicked" }],
    ["restart", { code: 1012, reason: "service restart" }],
    ["drop", { code: 1006, reason: "" }],
  ])("sees the end that a %s makes", async (kind, expected) => {
    const { origin, command } = await startMock();
    const { closed } = await openSocket(`${origin}/ws`);
    command({ kind, values: { door: "/ws" } });
    expect(await closed).toEqual(expected);
  });

  it("is told when there is nothing below the door", async () => {
    const { origin } = await startMock();
    expect((await refusedUpgrade(`${origin}/ws/deeper`)).status).toBe(404);
  });
});
