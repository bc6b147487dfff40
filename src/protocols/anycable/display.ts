/** AnyCable's messages as a person reads them. What Action Cable has as well is left to Action Cable's display. */
import type { Description, Fact } from "../../model/protocol.ts";
import { describe as describePlain, summarize as summarizePlain } from "../action-cable/display.ts";
import { compactJson } from "../kit/json.ts";
import { formatCount, oneLine } from "../kit/words.ts";
import type { AnyCableMessage, AnyCableWelcome, HistoryRequest, Presence } from "./messages.ts";
import { positionText } from "./position-text.ts";

const maxSummary = 300;

export function summarize(message: AnyCableMessage): string {
  switch (message.kind) {
    case "welcome":
      return [summarizePlain(message), restoredText(message)].filter(Boolean).join(" · ");
    case "subscribe": {
      const asks = [];
      if (message.history) asks.push(historyText(message.history));
      if (message.presence) asks.push(`joins as ${oneLine(message.presence.id, 60)}`);
      return oneLine(asks.join(" · "), maxSummary);
    }
    case "history":
      return historyText(message.history);
    case "whisper":
      return compactJson(message.data ?? null, maxSummary);
    case "join":
      return oneLine(`${message.presence.id} ${compactJson(message.presence.info ?? null, 200)}`, maxSummary);
    case "ask_presence":
      return message.data === undefined ? "" : compactJson(message.data, 120);
    case "presence":
      return presenceText(message);
    case "ping":
      return message.message === undefined ? "" : summarizePlain(message);
    case "confirm_history":
    case "reject_history":
    case "pong":
    case "leave":
      return "";
    default:
      return summarizePlain(message);
  }
}

export function describe(message: AnyCableMessage): Description {
  switch (message.kind) {
    case "message": {
      const { facts, ...rest } = describePlain(message);
      const { position } = message;
      return { facts: position ? [...positionFacts(position), ...facts] : [unpositioned, ...facts], ...rest };
    }
    case "welcome":
      return { facts: [...describePlain(message).facts, ...restoredFacts(message)] };
    case "subscribe":
      return {
        facts: [
          ...(message.history ? historyFacts(message.history) : []),
          ...(message.presence ? [{ label: "Joins as", value: message.presence.id }] : []),
          ...channelFacts(message.channel),
        ],
        ...(message.presence ? { payload: message.presence.info } : {}),
      };
    case "history":
      return { facts: [...historyFacts(message.history), ...channelFacts(message.channel)] };
    case "confirm_history":
      return {
        facts: [
          { label: "History", value: "complete", aside: "all of it has been sent before this" },
          ...channelFacts(message.channel),
        ],
      };
    case "reject_history":
      return {
        facts: [
          { label: "History", value: "not sent", aside: "not even a part of it" },
          ...channelFacts(message.channel),
        ],
      };
    case "whisper":
      return {
        facts: [
          { label: "Answer", value: "none is due", aside: "the others get it as data without a position" },
          ...channelFacts(message.channel),
        ],
        payload: message.data,
      };
    case "join":
      return {
        facts: [{ label: "Joins as", value: message.presence.id }, ...channelFacts(message.channel)],
        payload: message.presence.info,
      };
    case "leave":
      return { facts: channelFacts(message.channel) };
    case "ask_presence":
      return { facts: channelFacts(message.channel), payload: message.data };
    case "presence":
      return { facts: [...presenceFacts(message), ...channelFacts(message.channel)], payload: message.body };
    case "pong":
      return { facts: [] };
    case "ping":
      return message.message === undefined ? { facts: [] } : describePlain(message);
    default:
      return describePlain(message);
  }
}

const unpositioned: Fact = {
  label: "Position",
  value: "none",
  aside: "not kept by a broker: a whisper, a direct transmission, or a server without history",
};

function positionFacts(position: { streamId: string; epoch: string; offset: number }): Fact[] {
  return [
    { label: "Stream", value: position.streamId },
    { label: "Offset", value: String(position.offset) },
    { label: "Epoch", value: position.epoch, aside: "offsets start anew with another epoch" },
  ];
}

function channelFacts(channel: string): readonly Fact[] {
  return describePlain({ kind: "subscribe", channel }).facts;
}

function restoredText({ restored, restoredIds }: AnyCableWelcome): string {
  if (!restored) return "";
  return restoredIds ? `restored with ${formatCount(restoredIds.length, "subscription")}` : "restored";
}

function restoredFacts({ restored, restoredIds }: AnyCableWelcome): Fact[] {
  if (!restored) return [];
  const ids = (restoredIds ?? []).map((id) => ({ label: "Subscribed already", value: id }));
  return [{ label: "Session", value: "restored", aside: "the app sees no new connection" }, ...ids];
}

/** `history since 2025-10-09T08:53:20Z, after vRXl/32 of room_7`. */
export function historyText({ since, streams }: HistoryRequest): string {
  const from = Object.entries(streams).map(([streamId, at]) => `after ${positionText(at)} of ${oneLine(streamId, 60)}`);
  if (since) from.unshift(`since ${momentText(since)}`);
  return oneLine(`history ${from.join(", ") || "from nowhere"}`, maxSummary);
}

function historyFacts({ since, streams }: HistoryRequest): Fact[] {
  const facts: Fact[] = Object.entries(streams).map(([streamId, at]) => ({
    label: "History after",
    value: positionText(at),
    aside: `of stream ${streamId}`,
  }));
  if (since) facts.push({ label: "History since", value: momentText(since), aside: "for streams with no position" });
  if (facts.length === 0) facts.push({ label: "History", value: "asked for with neither a time nor a position" });
  return facts;
}

function momentText(unixSeconds: number): string {
  const ms = unixSeconds * 1000;
  return Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString().replace(".000Z", "Z") : String(unixSeconds);
}

function presenceText({ event, id, info, total, records }: Presence): string {
  if (event === "info") {
    const names = (records ?? []).slice(0, 5).map((record) => record.id);
    return oneLine(
      `info ${formatCount(total ?? records?.length ?? 0, "record")}${names.length > 0 ? `: ${names.join(", ")}` : ""}`,
      maxSummary,
    );
  }
  const detail = info === undefined ? "" : ` ${compactJson(info, 200)}`;
  return oneLine(`${event}${id === undefined ? "" : ` ${id}`}${detail}`, maxSummary);
}

function presenceFacts({ event, id, total, records }: Presence): Fact[] {
  const facts: Fact[] = [{ label: "Presence", value: event }];
  if (id !== undefined) facts.push({ label: "Id", value: id });
  if (total !== undefined) facts.push({ label: "Total", value: String(total) });
  if (event === "info" && !records) facts.push({ label: "Records", value: "none were sent" });
  return facts;
}
