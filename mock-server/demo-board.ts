/**
 * A task board on the demo's `demo:board`, as Turbo Streams: HTML in a string, as turbo-rails broadcasts it.
 * Also signs the stream's name the way a Rails page carries it, so that a client can subscribe as a page would.
 */
import { createHmac } from "node:crypto";

export const boardTopic = "demo:board";

/** Nobody verifies it: the mock has no app, so it has no app's secret either. */
const demoKey = "framescope demo";

/** For `{"channel":"Turbo::StreamsChannel","signed_stream_name":…}`: base64 of the JSON string, `--`, HMAC-SHA256 in hex. */
export const boardSignedStreamName = signStreamName(boardTopic);

const tasks = [
  "Name the gap",
  "Count the bytes",
  "Draw the lane",
  "Feed the gopher",
  "Read RFC 6455",
  "Fold the pings",
];
const mostCards = 5;

interface Card {
  readonly id: number;
  readonly task: string;
  votes: number;
}

export class DemoBoard {
  readonly #random: () => number;
  readonly #cards: Card[] = [];
  #lastId = 0;

  /** `random` is in [0, 1). */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** One `<turbo-stream>`: a card is appended, replaced (it got a vote) or removed. */
  next(): string {
    const chance = this.#random();
    const card = this.#cards[Math.floor(this.#random() * this.#cards.length)];
    if (!card || (chance < 0.4 && this.#cards.length < mostCards)) return this.#append();
    if (chance < 0.8) {
      card.votes += 1;
      return stream("replace", `card_${card.id}`, cardHtml(card));
    }
    this.#cards.splice(this.#cards.indexOf(card), 1);
    return stream("remove", `card_${card.id}`);
  }

  #append(): string {
    this.#lastId += 1;
    const card = { id: this.#lastId, task: tasks[this.#lastId % tasks.length] ?? "", votes: 0 };
    this.#cards.push(card);
    return stream("append", "cards", cardHtml(card));
  }
}

function stream(action: string, target: string, html?: string): string {
  const content = html === undefined ? "" : `<template>${html}</template>`;
  return `<turbo-stream action="${action}" target="${target}">${content}</turbo-stream>`;
}

function cardHtml({ id, task, votes }: Card): string {
  return `<div id="card_${id}" class="card"><h3>${task}</h3><p>${votes} ${votes === 1 ? "vote" : "votes"}</p></div>`;
}

function signStreamName(name: string): string {
  const encoded = Buffer.from(JSON.stringify(name)).toString("base64");
  return `${encoded}--${createHmac("sha256", demoKey).update(encoded).digest("hex")}`;
}
