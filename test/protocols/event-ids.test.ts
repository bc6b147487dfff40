/** Which protocols have event ids: the timeline gives the others no column for them. */
import { describe, expect, it } from "vitest";
import { protocols } from "../../src/protocols/registry.ts";
import { play, protocolOf, recordingNames } from "./recording.ts";

describe("event ids", () => {
  it.each(protocols)("$title has them in its recordings, or says that it never has", (protocol) => {
    const names = recordingNames.filter((name) => protocolOf(name) === protocol.id);
    const ids = names.flatMap((name) => {
      const { messages, events } = play(protocol, name);
      return [...messages.map(({ message }) => message.eventId), ...events.map(({ eventId }) => eventId)];
    });
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.some((id) => id !== undefined)).toBe(protocol.hasNoEventIds !== true);
  });
});
