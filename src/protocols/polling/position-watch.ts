/** Watches whether long polls say what was read: without that, what is published between two of them is lost. */
import type { ObserverEvent } from "../../model/event.ts";
import { nothing } from "../kit/nothing.ts";
import { positionMissing } from "./answer-verdicts.ts";
import type { Poll } from "./poll.ts";
import type { PollStyle } from "./poll-style.ts";

/** Replies with news after which nothing in the next request had moved. */
const needed = 2;

export class PositionWatch {
  #asked = "";
  #hadNews = false;
  #unmoved = 0;
  #isTold = false;

  answered(poll: Poll, style: PollStyle | undefined): readonly ObserverEvent[] {
    const { method, url, headers } = poll.handshake.request;
    const asked = JSON.stringify([method, url, headers]);
    if (this.#hadNews) this.#unmoved = asked === this.#asked ? this.#unmoved + 1 : 0;
    this.#asked = asked;
    this.#hadNews = poll.isNews;
    if (this.#isTold || style !== "long" || method !== "GET" || this.#unmoved < needed) return nothing;
    this.#isTold = true;
    return [positionMissing(poll.evidence)];
  }
}
