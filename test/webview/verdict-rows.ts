/** One row for each verdict of AnyCable and MessageBus, with words as long as they usually are, to see that they can be read. */
import type { ObserverEvent } from "../../src/model/event.ts";
import * as history from "../../src/protocols/anycable/history-verdicts.ts";
import * as positions from "../../src/protocols/anycable/position-verdicts.ts";
import * as anycable from "../../src/protocols/anycable/session-verdicts.ts";
import * as channels from "../../src/protocols/message-bus/channel-verdicts.ts";
import * as polls from "../../src/protocols/message-bus/poll-verdicts.ts";
import { uncheckedCertificate } from "../../src/runner/unchecked-certificate.ts";
import { type FakeCapture, scripted } from "./captures.ts";

const cable = '{"channel":"ChatChannel","room":42}';
const streamId = "chat:room_42";
const request = { since: undefined, streams: { [streamId]: { epoch: "vRXl", offset: 4211 } } };
const answer = { identifier: cable, replayed: 3, repeats: 0, latencyMs: 12, evidence: [] };
const away = { fromAt: 0, toAt: 312_000, reason: undefined };
const rejection = { identifier: cable, request, away, hasPositions: true, evidence: [] };
const gap = { identifier: cable, streamId, epoch: "vRXl", from: 4212, to: 4214, evidence: [], acrossConnections: true };
const position = { streamId, epoch: "kQ3z", offset: 2 };
const room = "/chat/room/42";
const unavailable = { status: 503, reason: "Service Unavailable", httpVersion: "1.1", headers: [] } as const;

const verdicts: readonly ObserverEvent[] = [
  history.resumed(answer, 0, 2900, request),
  history.historyReceived(answer, request),
  history.repeatedByHistory({ ...answer, repeats: 2 }),
  history.historyRejected(rejection),
  history.historyUnanswered(cable, request, true, 1),
  history.answeredUnasked(cable, "rejected", 1),
  history.blindWindow(cable, 0, 2900, []),
  positions.gapFound(gap),
  positions.duplicated(cable, position, 1),
  positions.newEpoch(cable, position, { epoch: "vRXl", offset: 4211 }, []),
  anycable.restored(3, 1),
  anycable.notRestored(1),
  anycable.connectedWithoutSid(1),
  anycable.commandIgnored("perform", cable, 1),
  anycable.presenceUnanswered(cable, 1),
  anycable.confirmedTooLate(cable, 1),
  channels.gapFound(room, 12, 15, false, []),
  channels.backlogLost(room, 12, 1015, []),
  channels.idsAreGlobal([]),
  channels.filtered(room, 3, 17, []),
  channels.serverReset(room, 40, 2, []),
  channels.startedFromNow(room, 17, []),
  channels.skippedAhead(room, 12, 17, []),
  channels.repeated(room, 12, 17, []),
  channels.replayed(room, 3, 12, []),
  polls.bufferingSuspected(undefined, 12_000, true, []),
  polls.modeChanged("stream", "plain_poll", []),
  polls.notHeld(3, []),
  polls.replaced(12, 13, []),
  polls.outOfDate(12, 13, []),
  polls.rateLimited("30", []),
  polls.refused(unavailable, []),
  polls.caughtUp(3, 45_000, []),
  uncheckedCertificate("DEPTH_ZERO_SELF_SIGNED_CERT"),
];

export const verdictRows: FakeCapture = scripted(
  verdicts.map(({ kind, level, title, channel, eventId }) => ({
    kind,
    level,
    source: "event",
    summary: title,
    channel,
    channelLabel: channel === cable ? "ChatChannel 42" : channel,
    eventId,
  })),
);
