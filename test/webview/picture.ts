/** The rows that the README's pictures show: a deploy told in a chat, with a lost connection in the middle. */
import type { EntryDetails } from "../../src/bridge/rows.ts";
import { chat42, type FakeCapture, scripted, startedAt, textExcerpt } from "./captures.ts";

const zero = 1_204_851;
const at = (seconds: number) => startedAt + 447_000 + seconds * 1000;
const chat = { channel: chat42, channelLabel: "ChatChannel 42" } as const;
const received = { direction: "received" } as const;
const sent = { direction: "sent" } as const;

const payload = {
  id: 88213,
  body: "deploy finished in 41 s",
  user: { id: 42, gid: "gid://app/User/42", at: "2026-11-25T13:09:41.540Z" },
  attachments: [{ name: "log.txt" }, { name: "trace.json" }, { name: "flame.svg" }],
};
/** The next message: something changed, something came, something went. */
const later = {
  id: 88214,
  body: "deploy notes: rollback window 15 min",
  user: { id: 42, gid: "gid://app/User/42" },
  attachments: [{ name: "log.txt" }, { name: "notes.md" }, { name: "flame.svg" }],
  urgent: true,
};
const tokens = {
  token:
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ1c2VyLTQyIiwiZXhwIjoxNzk1NjE5MzgwLCJyb2xlcyI6WyJhZG1pbiJdfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c",
  stream: "ImRlbW86Ym9hcmQi--d01608c1c130b57c09ae766da3853082cad24c943550c8b0516cce74c5a19360",
  blob: "g6JpZM8AIAAAAAAAAahjdXN0b21lcoKkbmFtZaNBbmGjdmlww6VpdGVtc5GCo3NrdaNBLTGlY291bnQC",
  numbers: Array.from({ length: 250 }, (_, n) => n * n),
};
const raw = textExcerpt(JSON.stringify({ identifier: chat42, message: payload }));

const gap: EntryDetails["verdict"] = {
  title: "Gap: offsets 4 212 to 4 214 of chat_42 never arrived",
  explanation:
    "The server's history still held them, but this client resumed with `since` only, which goes by time and not by place.",
  advice: ["Ask for history by stream position.", "Compare the clocks of client and server."],
  level: "error",
  evidence: [zero + 12, zero + 13, zero + 11],
  measures: { missing: 3 },
};

const handshake: EntryDetails["handshake"] = {
  request: {
    method: "GET",
    url: "ws://localhost:3000/cable",
    httpVersion: "1.1",
    headers: [
      ["Origin", "http://localhost:3000"],
      ["Sec-WebSocket-Protocol", "actioncable-v1-ext-json, actioncable-v1-json"],
      ["Cookie", "(masked)"],
    ],
  },
  response: {
    status: 101,
    reason: "Switching Protocols",
    httpVersion: "1.1",
    headers: [
      ["Upgrade", "websocket"],
      ["Sec-WebSocket-Protocol", "actioncable-v1-ext-json"],
    ],
  },
  offered: ["actioncable-v1-ext-json", "actioncable-v1-json"],
  subprotocol: "actioncable-v1-ext-json",
  remoteAddress: "127.0.0.1:3000",
};

export const picture: FakeCapture = shifted(
  scripted([
    {
      ...chat,
      ...received,
      at: at(0.101),
      deltaMs: 0.4,
      kind: "message",
      eventId: "4 208",
      sizeBytes: 214,
      summary: "deploy started by ana",
    },
    {
      ...chat,
      ...received,
      at: at(0.12),
      deltaMs: 19,
      kind: "message",
      eventId: "4 209",
      sizeBytes: 198,
      summary: "deploy: assets precompiled",
    },
    {
      ...chat,
      ...received,
      at: at(0.402),
      deltaMs: 282,
      kind: "message",
      eventId: "4 211",
      sizeBytes: 231,
      summary: "deploy: 2 of 3 pods ready",
    },
    {
      ...chat,
      source: "event",
      level: "warning",
      at: at(0.402),
      deltaMs: 0,
      kind: "gapFound",
      eventId: "4 210",
      summary: "1 missing: offset 4 210 (seen later as a replay, #1 204 871)",
    },
    {
      source: "transport",
      at: at(0.655),
      deltaMs: 253,
      kind: "closed",
      level: "error",
      summary: "1006 · the server vanished without a close frame",
    },
    {
      source: "event",
      level: "error",
      at: at(0.655),
      deltaMs: 0,
      kind: "blindWindow",
      summary: "2.9 s without a connection; 3 streams can resume, 1 cannot (Turbo::StreamsChannel has no positions)",
    },
    {
      source: "transport",
      at: at(3.561),
      deltaMs: 2906,
      kind: "open",
      summary: "101 · actioncable-v1-ext-json · attempt 2 · sid restored",
    },
    {
      ...received,
      at: at(3.563),
      deltaMs: 2,
      kind: "welcome",
      isLifecycle: true,
      sizeBytes: 96,
      summary: "restored: ChatChannel 42, PresenceChannel",
    },
    {
      ...chat,
      ...sent,
      at: at(3.564),
      deltaMs: 1,
      kind: "history",
      isLifecycle: true,
      eventId: "vRXl/4 211",
      sizeBytes: 143,
      summary: "since vRXl/4 211",
    },
    {
      ...chat,
      ...sent,
      at: at(3.702),
      deltaMs: 138,
      kind: "perform",
      sizeBytes: 104,
      summary: 'speak {"body":"deploy?"}',
    },
    {
      ...chat,
      ...received,
      at: at(3.74),
      deltaMs: 38,
      kind: "message",
      eventId: "4 215",
      sizeBytes: 226,
      summary: "deploy finished in 41 s",
    },
    {
      ...chat,
      source: "event",
      level: "error",
      at: at(3.74),
      deltaMs: 0,
      kind: "gapFound",
      eventId: "4 212–4 214",
      summary: "3 never arrived",
    },
    {
      ...chat,
      ...received,
      at: at(3.741),
      deltaMs: 1,
      kind: "confirm_history",
      isLifecycle: true,
      sizeBytes: 71,
      summary: "history complete",
    },
    {
      ...chat,
      source: "event",
      level: "good",
      at: at(3.741),
      deltaMs: 0,
      kind: "resumed",
      summary: "from vRXl/4 211 in 177 ms",
    },
    {
      ...chat,
      ...received,
      at: at(4.01),
      deltaMs: 269,
      kind: "message",
      eventId: "4 216",
      sizeBytes: 187,
      summary: "deploy notes: rollback window 15 min",
    },
    {
      ...received,
      at: at(4.2),
      deltaMs: 190,
      kind: "ping",
      heartbeat: true,
      sizeBytes: 190,
      summary: "",
      fold: { count: 5, lastSeq: 0, untilAt: at(16.2) },
    },
    {
      ...received,
      at: at(19.233),
      deltaMs: 3033,
      kind: "malformed",
      sizeBytes: 12,
      summary: 'not JSON at byte 9: {"type":"pi',
    },
  ]),
  {
    7: { handshake, facts: [{ label: "Peer", value: "127.0.0.1:3000" }] },
    3: {
      payloadJson: JSON.stringify(tokens),
      raw: bytesExcerpt(200_000),
      facts: [
        { label: "Channel", value: "Turbo::StreamsChannel" },
        { label: "Identifier", value: `{"channel":"Turbo::StreamsChannel","signed_stream_name":"${tokens.stream}"}` },
      ],
      guesses: [
        {
          title: "MessagePack",
          path: "$.blob",
          sizeBytes: 58,
          why: "All of it reads as this format, with readable words in it.",
          json: '{"id":9007199254740993,"customer":{"name":"Ana","vip":true},"items":[{"sku":"A-1","count":2}]}',
        },
      ],
    },
    10: {
      links: [{ relation: "answeredBy", name: "message", seq: zero + 11, elapsedMs: 38, certainty: "likely" }],
    },
    11: {
      payloadJson: JSON.stringify(payload),
      raw,
      facts: messageFacts(),
      links: [{ relation: "inAnswerTo", name: "speak", seq: zero + 10, elapsedMs: 38, certainty: "likely" }],
    },
    15: { payloadJson: JSON.stringify(later), raw },
    12: {
      verdict: gap,
      facts: [
        { label: "Channel", value: "ChatChannel", aside: "room 42" },
        { label: "Stream", value: "chat_42" },
      ],
    },
  },
);

function messageFacts(): EntryDetails["facts"] {
  return [
    { label: "Channel", value: "ChatChannel", aside: "room 42" },
    { label: "Stream", value: "chat_42" },
    { label: "Position", value: "4 215", aside: "epoch vRXl" },
    { label: "Identifier", value: chat42 },
  ];
}

/** The first 64 KiB of bytes that count up. */
function bytesExcerpt(sizeBytes: number): EntryDetails["raw"] {
  const first = Array.from({ length: 65_536 }, (_, n) => String.fromCharCode(n % 256)).join("");
  return { sizeBytes, truncated: true, base64: btoa(first) };
}

/** The same rows with numbers of a long capture. */
function shifted(capture: FakeCapture, details: Readonly<Record<number, Partial<EntryDetails>>>): FakeCapture {
  const row = (seq: number) => {
    const found = capture.row(seq - zero);
    return {
      ...found,
      seq: found.seq + zero,
      ...(found.fold ? { fold: { ...found.fold, lastSeq: found.seq + zero } } : {}),
    };
  };
  return {
    count: capture.count,
    row: (seq) => row(seq > zero ? seq : seq + zero),
    details: (seq) => ({ ...capture.details(seq - zero), ...details[seq - zero], row: row(seq) }),
  };
}
