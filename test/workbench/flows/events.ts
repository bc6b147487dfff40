/** Server-Sent Events through a door that Connect offers: ids, a lost connection, and what came after it. */
import type { Flow } from "./flow.ts";

const reconnectLimitMs = 15_000;

export const eventsFlow: Flow = (window) => {
  const timeline = window.timeline();
  const publish = async (text: string) => {
    await window.run("Publish to Mock Server…");
    await window.answer("topic", "chat:lobby");
    await window.answer("JSON, or else any text", text);
  };
  return [
    [
      "connect offers the mock server's doors, and connects at once through one",
      async () => {
        await window.run("Connect to Endpoint…");
        await window.asked("Type an address");
        await window.screenshot("connect-doors-dark");
        await window.choose("/events");
        await timeline.isOf("Mock /events");
        await timeline.sees("open");
      },
    ],
    [
      "events come with their ids",
      async () => {
        await publish('{"body":"first event"}');
        await timeline.sees("event", "first event");
        await publish('{"body":"second event"}');
        await timeline.sees("event", "second event");
      },
    ],
    [
      "after a cut it resumes from the last id",
      async () => {
        await window.run("Interrupt Mock Clients…");
        await window.choose("Drop");
        await timeline.sees("closed");
        await publish('{"body":"while nobody listened"}');
        await timeline.comesToSee(reconnectLimitMs, "resumed");
        await timeline.sees("event", "while nobody listened");
        await window.screenshot("timeline-events-dark");
        await window.run("Disconnect");
      },
    ],
  ];
};
