/** The mock server's other doors, each connected with one pick: one publication comes through all of them, with their own ids. */
import assert from "node:assert/strict";
import type { Flow } from "./flow.ts";

interface OtherDoor {
  /** What the list of doors says of it: path and protocol. */
  readonly pick: string;
  readonly tab: string;
  /** Kind of the row that brings a publication. */
  readonly kind: string;
  /** What the event id of such a row looks like. */
  readonly eventId: RegExp;
}

const doors: readonly OtherDoor[] = [
  { pick: "AnyCable", tab: "Mock /cable", kind: "message", eventId: /^\w{4}\/\d+$/ },
  { pick: "/message-bus", tab: "Mock /message-bus", kind: "message", eventId: /^\d+$/ },
  { pick: "/poll", tab: "Mock /poll", kind: "reply", eventId: /\d/ },
  { pick: "/long-poll", tab: "Mock /long-poll", kind: "reply", eventId: /\d/ },
];

/** A polling client asks every two seconds, a MessageBus client may first wait out a hold. */
const arrivalLimitMs = 20_000;

export const otherDoorsFlow: Flow = (window) => {
  const timeline = window.timeline();
  const publish = async (text: string) => {
    await window.run("Publish to Mock Server…");
    await window.answer("topic", "chat:lobby");
    await window.asked("Publish to chat:lobby");
    await window.answer("JSON, or else any text", text);
  };
  return doors.flatMap(({ pick, tab, kind, eventId }) => {
    const name = pick.replace(/\W/g, "").toLowerCase();
    return [
      [
        `${pick}: connects at once, and what is published comes with its id`,
        async () => {
          await window.run("Connect to Endpoint…");
          await window.asked("Type an address");
          await window.choose(pick);
          await timeline.isOf(tab);
          await timeline.statusSays("Connected");
          await publish(`{"body":"through ${name}"}`);
          await timeline.comesToSee(arrivalLimitMs, kind, `through ${name}`);
        },
      ],
      [
        `${pick}: its details name the payload and the id`,
        async () => {
          const details = await timeline.openDetails(kind, `through ${name}`);
          await window.screenshot(`timeline-${name}-dark`);
          await details.getByRole("tab", { name: "Raw" }).click();
          await details.getByText(`through ${name}`).first().waitFor();
          const row = timeline.rows(kind, `through ${name}`).last();
          assert.match((await row.locator(".event-id").textContent()) ?? "", eventId);
          await window.run("Disconnect");
        },
      ],
    ] as const;
  });
};
