import { describe, expect, it } from "vitest";
import { MisuseError } from "../../../src/protocols/kit/misuse-error.ts";
import { connectForm, readChannel, readPosition, readSettings } from "../../../src/protocols/message-bus/settings.ts";

describe("settings", () => {
  it("have one channel a line with its position; case 106: without one it is -1", () => {
    const { channels } = readSettings({ channels: " /chat 0 \n\n/news\n/room/7   -3\n/chat 5" });
    expect(channels).toEqual([
      ["/chat", 5],
      ["/news", -1],
      ["/room/7", -3],
    ]);
  });

  it("have the official client's values where nothing is said", () => {
    expect(readSettings({ channels: "/a" })).toMatchObject({ mode: "stream", clientId: undefined, intervalMs: 15_000 });
    expect(readSettings({ channels: "/a", mode: "plain poll" }).intervalMs).toBe(60_000);
    expect(readSettings({ channels: "/a", mode: "plain poll", interval: " 2.5 " }).intervalMs).toBe(2500);
  });

  it("fill their own form", () => {
    const values = Object.fromEntries(connectForm.map(({ name, initial = "" }) => [name, initial]));
    expect(readSettings({ ...values, channels: "/a" }).mode).toBe("stream");
    for (const mode of connectForm.find(({ name }) => name === "mode")?.choices ?? [])
      expect(readSettings({ channels: "/a", mode }).mode).toBe(mode.replace(" ", "_"));
  });

  it.each<[string, Record<string, string>]>([
    ["missing-channel", { channels: " \n " }],
    ["missing-channel", {}],
    ["invalid-channel", { channels: "chat" }],
    ["invalid-channel", { channels: "/a 1 2" }],
    ["invalid-position", { channels: "/a now" }],
    ["invalid-position", { channels: "/a 1.5" }],
    ["invalid-mode", { channels: "/a", mode: "push" }],
    ["invalid-client-id", { channels: "/a", clientId: "a/b" }],
    ["invalid-interval", { channels: "/a", interval: "soon" }],
    ["invalid-interval", { channels: "/a", interval: "0" }],
  ])("refuse with %s: %o", (code, values) => {
    expect(() => readSettings(values)).toThrow(expect.objectContaining({ code }));
    expect(() => readSettings(values)).toThrow(MisuseError);
  });

  it("case 104: a position that is no number is refused, as the official client does", () => {
    expect(readPosition(" +7 ")).toBe(7);
    expect(readPosition("")).toBe(-1);
    expect(() => readPosition("99999999999999999999")).toThrow(expect.objectContaining({ code: "invalid-position" }));
    expect(() => readChannel(" ")).toThrow(expect.objectContaining({ code: "missing-channel" }));
  });
});
