/** What is concluded from silence: no welcome, no ping, nothing at all, and what may have been lost meanwhile. */
import type { ObserverEvent } from "../../model/event.ts";
import { formatDuration } from "../kit/words.ts";
import { labelChannel, listChannels } from "./display.ts";
import { staleAfterMs } from "./monitor.ts";

export function connectedWithoutWelcome(openedAt: number, entry: number): ObserverEvent {
  return {
    kind: "connectedWithoutWelcome",
    level: "error",
    title: "open for 6 s, and no welcome",
    explanation:
      "The upgrade succeeded, yet the server said nothing. When ApplicationCable::Connection#connect raises anything but a " +
      "rejection, Rails logs it and leaves the socket open and silent: no welcome, no ping, no close. The official client calls " +
      "that stale after 6 s and connects again, with the same result.",
    advice: [
      "Look for an exception from `connect` in the server's log.",
      "Is it an Action Cable server? Any other WebSocket server would not send a welcome either.",
      "All worker threads may be busy: `connect` runs on them (worker_pool_size, 4 by default).",
    ],
    evidence: [entry],
    fromAt: openedAt,
    toAt: openedAt + staleAfterMs,
  };
}

export function welcomedLate(openedAt: number, at: number, entry: number): ObserverEvent {
  return {
    kind: "welcomedLate",
    level: "note",
    title: `welcome came after ${formatDuration(at - openedAt)}`,
    explanation: "The official client may have given up on this connection by then: it calls one stale after 6 s.",
    evidence: [entry],
    fromAt: openedAt,
    toAt: at,
    measures: { welcomeMs: at - openedAt },
  };
}

/** Nothing at all came: stale by every client's rule. */
export function wentStale(lastAt: number, entry: number): ObserverEvent {
  return {
    kind: "wentStale",
    level: "error",
    mark: "stale",
    title: "nothing received for 6 s",
    explanation:
      "Rails pings every 3 s, so the server is stuck or the connection is dead without a sign. Every official client calls this " +
      "stale: it closes and connects again at its monitor's next check.",
    advice: [
      "Server: is the process alive (event loop, memory, SIGSTOP)? Pings come from its own thread, so busy workers do not stop them.",
      "Network: a proxy or a NAT may have dropped the connection silently.",
    ],
    evidence: [entry],
    fromAt: lastAt,
    toAt: lastAt + staleAfterMs,
  };
}

/** Messages come, but no ping: clients differ. */
export function pingsMissing(lastPingAt: number, entry: number): ObserverEvent {
  return {
    kind: "wentStale",
    level: "warning",
    mark: "stale",
    title: "no ping for 6 s, though messages come: clients differ",
    explanation:
      "Clients from Rails 7.2 on take any message as a sign of life and stay. Older ones count only pings and the welcome: they " +
      "call this stale and connect again, in the middle of the traffic (rails#42336).",
    advice: [
      "A flood of data delays the pings, which queue behind it: send less, or less often.",
      "Update @rails/actioncable to 7.2 or later.",
    ],
    evidence: [entry],
    fromAt: lastPingAt,
    toAt: lastPingAt + staleAfterMs,
  };
}

export function silenceEnded(what: string, fromAt: number, toAt: number, entry: number): ObserverEvent {
  return {
    kind: "silenceEnded",
    level: "note",
    mark: "stale",
    title: `${what} again after ${formatDuration(toAt - fromAt)}`,
    explanation:
      "The connection was not dead after all. A client that counts this as stale may have replaced it meanwhile.",
    evidence: [entry],
    fromAt,
    toAt,
    measures: { silentMs: toAt - fromAt },
  };
}

export interface BlindChannel {
  readonly identifier: string;
  readonly fromAt: number;
  readonly toAt: number;
  readonly lostEntry: number;
  readonly confirmedEntry: number;
}

export function blindWindow(channels: readonly BlindChannel[]): ObserverEvent {
  const fromAt = Math.min(...channels.map((channel) => channel.fromAt));
  const toAt = Math.max(...channels.map((channel) => channel.toAt));
  const identifiers = channels.map(({ identifier }) => identifier);
  const shown = channels.slice(0, 20);
  const each = shown
    .map((one) => `${labelChannel(one.identifier)}: ${formatDuration(one.toAt - one.fromAt)}`)
    .join("; ");
  const [only] = identifiers;
  return {
    kind: "blindWindow",
    level: "warning",
    mark: "blind",
    title: `${formatDuration(toAt - fromAt)} without ${listChannels(identifiers)}`,
    explanation:
      "From the last thing received on the old connection until the channel was confirmed again, nothing could arrive. Action " +
      "Cable has no ids and replays nothing: what was published meanwhile is lost for this client. " +
      `${each}${channels.length > shown.length ? "; and more" : ""}.`,
    advice: [
      "Fetch the current state again in `connected({ reconnected: true })` (Rails 7.1 and later).",
      "AnyCable's extended protocol and MessageBus can resume from a position.",
    ],
    ...(identifiers.length === 1 && only !== undefined ? { channel: only } : {}),
    evidence: [...new Set(channels.flatMap((one) => [one.lostEntry, one.confirmedEntry]))].slice(0, 40),
    fromAt,
    toAt,
    measures: { blindMs: toAt - fromAt, channels: channels.length },
  };
}
