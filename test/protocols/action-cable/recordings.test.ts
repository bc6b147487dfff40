/** Recordings of real Rails servers and real clients: what each must make us say, and that the happy ones make us say no more. */
import { describe, expect, it } from "vitest";
import { actionCable } from "../../../src/protocols/action-cable/index.ts";
import { play } from "../recording.ts";
import { showEvent } from "../wire.ts";

/** Without latencies and spans, which are each machine's own. */
function verdicts(name: string): readonly string[] {
  return play(actionCable, name).events.map((event) =>
    showEvent(event).replace(/(after|within|^warning blindWindow:) [\d.]+ m?s/, "$1 N"),
  );
}

const confirmed = "good subscribed: confirmed after N";
const noAnswer = "no answer is due";
const versions = ["rails61-async", "rails72-async", "rails81-async"];
const rejectedTwice = [
  "error rejected: the server rejected the subscription",
  `warning commandIgnored: perform without a subscription: ${noAnswer}`,
  "error rejected: the server rejected the subscription",
];

const expected: Readonly<Record<string, readonly string[]>> = {
  happy: [confirmed],
  multi: [confirmed, confirmed, confirmed],
  payloads: [confirmed],
  periodic: [confirmed],
  big: [confirmed],
  // Watched for 4 s only: too short for a verdict.
  connect_crash: [],
  unauthorized: ["error disconnected: unauthorized: clients stay away"],
  reject: rejectedTwice,
  turbo: [confirmed, "error rejected: the server rejected the subscription"],
  restart: [
    confirmed,
    "warning disconnected: server_restart: clients reconnect",
    confirmed,
    "warning blindWindow: N without ChatChannel rs",
  ],
  frames: [
    confirmed,
    `warning unknownType: sent: no command; ${noAnswer}`,
    "warning malformed: sent: a binary frame: Action Cable speaks in text frames only",
    "warning malformed: sent: not UTF-8: byte 0xff at offset 1",
  ],
  handshake: [
    "note unsupportedSubprotocol: no subprotocol was offered",
    "error unsupportedSubprotocol: server chose no subprotocol: the official client reads nothing",
    "error unsupportedSubprotocol: server chose subprotocol actioncable-unsupported: the official client reads nothing",
    // A plain GET, which no Action Cable session would make: its answer has a body.
    "note unsupportedSubprotocol: no subprotocol was offered",
    "error malformed: a chunk frame: Action Cable speaks in text frames only",
    "note unsupportedSubprotocol: no subprotocol was offered",
    "note unsupportedSubprotocol: no subprotocol was offered",
    `warning unknownType: sent: no command; ${noAnswer}`,
  ],
  invalid: [
    'warning malformed: sent: not JSON: unexpected "t"',
    "warning malformed: sent: null, where an object belongs",
    "warning malformed: sent: an array, where an object belongs",
    "warning malformed: sent: a string, where an object belongs",
    "warning malformed: sent: empty, not JSON",
    `warning unknownType: sent: command “nope”; ${noAnswer}`,
    `warning unknownType: sent: no command; ${noAnswer}`,
    "warning malformed: sent: subscribe with no `identifier`",
    "warning malformed: sent: `identifier` is an object, where a string of JSON belongs",
    `warning commandIgnored: perform without a subscription: ${noAnswer}`,
    `warning commandIgnored: unsubscribe without a subscription: ${noAnswer}`,
    confirmed,
    `warning duplicateSubscribe: subscribed already: ${noAnswer}`,
    confirmed,
    'warning malformed: sent: `data` is not JSON: unexpected "n" at offset 0 of it',
    "error neverConfirmed: neither confirmed nor rejected within N",
    "error neverConfirmed: neither confirmed nor rejected within N",
    "error neverConfirmed: neither confirmed nor rejected within N",
  ],
};

describe.each(versions)("%s", (version) => {
  it.each(Object.entries(expected))("%s", (scenario, lines) => {
    const sorted = (list: readonly string[]) => (scenario === "invalid" ? [...list].sort() : list);
    expect(sorted(verdicts(`${version}-${scenario}`))).toEqual(sorted(lines));
  });

  it("decodes every frame that the server sent", () => {
    for (const scenario of Object.keys(expected).filter((name) => name !== "handshake")) {
      const received = play(actionCable, `${version}-${scenario}`).messages.filter(
        ({ direction }) => direction === "received",
      );
      const odd = received.filter(({ message }) => message.kind === "malformed" || message.kind === "unknown");
      expect([scenario, odd]).toEqual([scenario, []]);
    }
  });
});

describe("remote disconnect", () => {
  it("case 66: Rails 6.1 closes with no disconnect message, which is no fault", () => {
    expect(verdicts("rails61-async-remote_disconnect")).toEqual([
      confirmed,
      "warning disconnected: custom_reason: clients stay away",
    ]);
  });

  it.each(["rails72", "rails81"])("case 65: %s sends the reason `remote` first", (version) => {
    expect(verdicts(`${version}-async-remote_disconnect`)).toEqual([
      "warning disconnected: remote: clients reconnect",
      confirmed,
      "warning disconnected: custom_reason: clients stay away",
    ]);
  });
});

describe("other adapters", () => {
  it.each([
    ["rails61-postgresql-happy", [confirmed]],
    ["rails61-postgresql-multi", [confirmed, confirmed, confirmed]],
    ["rails61-postgresql-big", [confirmed]],
    ["rails81-redis-outage", [confirmed]],
    ["rails81-redis-outage-after", []],
  ])("%s: a confirmation that takes a second is no alarm", (name, lines) => {
    expect(verdicts(name)).toEqual(lines);
  });
});

describe("the official client", () => {
  it.each([
    ["client-rails-happy", [confirmed]],
    ["client-rails-guarantor", ["note duplicateSubscribe: subscribe sent again after N: a client's retry"]],
    [
      "client-rails-reject",
      ["error rejected: the server rejected the subscription", "error disconnected: unauthorized: clients stay away"],
    ],
    ["client-rails-puma-restart", [confirmed, confirmed, "warning blindWindow: N without ChatChannel pr"]],
    [
      "client-rails-stale",
      [
        confirmed,
        "error wentStale: nothing received for 6 s",
        confirmed,
        "warning blindWindow: N without ChatChannel st",
      ],
    ],
  ])("%s", (name, lines) => {
    expect(verdicts(name)).toEqual(lines);
  });
});
