/** Recordings of the real `@anycable/core`: what each must make us say, and that the happy ones make us say no more. */
import { describe, expect, it } from "vitest";
import { anycable } from "../../../src/protocols/anycable/index.ts";
import { play } from "../recording.ts";
import { showEvent } from "../wire.ts";

function verdicts(name: string): readonly string[] {
  return play(anycable, name).events.map((event) =>
    showEvent(event).replace(/(after|within|in|^warning blindWindow:) [\d.]+ m?s/, "$1 N"),
  );
}

function kinds(name: string, direction: "sent" | "received"): readonly string[] {
  const rows = play(anycable, name).messages.filter((row) => row.source === "message" && row.direction === direction);
  return rows.map(({ message }) => message.kind);
}

const confirmed = "good subscribed: confirmed after N";

describe("@anycable/core", () => {
  it.each([
    [
      "client-anycable-v1",
      [
        confirmed,
        "error rejected: the server rejected the subscription",
        "warning disconnected: server_restart: clients reconnect",
        confirmed,
        "warning blindWindow: N without ChatChannel true any",
      ],
    ],
    [
      "client-anycable-stale",
      [
        confirmed,
        "error wentStale: nothing received for 6 s",
        // The frozen process goes on, and writes to the connection that was given up.
        "note silenceEnded: messages again after N",
        confirmed,
        "warning blindWindow: N without ChatChannel as",
      ],
    ],
    [
      "client-anycable-ext-on-rails",
      ["error unsupportedSubprotocol: server chose no subprotocol: no AnyCable client can go on"],
    ],
    ["client-anycable-ext-stub", [confirmed, confirmed, "good sessionRestored: session restored with 2 subscriptions"]],
  ])("%s", (name, lines) => {
    expect(verdicts(name)).toEqual(lines);
  });

  it("is read to the last frame, in both directions", () => {
    expect(kinds("client-anycable-ext-stub", "sent")).toEqual([
      ...["subscribe", "subscribe", "join", "ask_presence", "whisper", "pong"],
      ...["history", "join", "history", "leave", "pong", "unsubscribe"],
    ]);
    for (const name of ["client-anycable-ext-stub", "client-anycable-v1", "client-anycable-stale"]) {
      const all = [...kinds(name, "sent"), ...kinds(name, "received")];
      expect([name, all.filter((kind) => kind === "malformed" || kind === "unknown")]).toEqual([name, []]);
    }
  });

  it("asks as the sheet of its protocol says: history by time, then by position", () => {
    const rows = play(anycable, "client-anycable-ext-stub").messages;
    const summaries = rows.filter(({ message }) => message.kind === "subscribe" || message.kind === "history");
    expect(summaries.map(({ message }) => anycable.summarize(message as never))).toEqual([
      "history since 2026-11-25T01:36:12Z",
      "history since 2026-11-25T01:36:12Z",
      "history since 2026-11-25T01:36:14Z, after ep1/2 of str-a",
      "history since 2026-11-25T01:36:14Z, after ep1/2 of str-a",
    ]);
    expect(rows.filter(({ message }) => message.eventId).map(({ message }) => message.eventId)).toEqual([
      "ep1/1",
      "ep1/2",
    ]);
  });
});
