/** Tells of frames that Action Cable does not know: the first of each sort, and the number of the others when it is over. */
import type { ObserverEvent } from "../../model/event.ts";
import type { Direction } from "../../model/frame.ts";
import { nothing } from "../kit/nothing.ts";
import * as verdicts from "./frame-verdicts.ts";
import type { Malformed, Unknown } from "./messages.ts";
import { Streak } from "./streak.ts";

/** Sorts that are told apart; a peer that invents ever more types does not make us grow. */
const maxSorts = 50;

interface Run {
  first: ObserverEvent;
  readonly streak: Streak;
}

export class FrameWatch {
  private readonly runs = new Map<string, Run>();

  malformed(message: Malformed, direction: Direction, at: number, entry: number): readonly ObserverEvent[] {
    const tell = direction === "received" ? verdicts.malformedReceived : verdicts.malformedSent;
    return this.hit(`${direction} malformed ${sortOf(message.reason)}`, at, () => tell(message, entry));
  }

  unknown(message: Unknown, direction: Direction, at: number, entry: number): readonly ObserverEvent[] {
    const tell = direction === "received" ? verdicts.unknownTypeReceived : verdicts.unknownCommandSent;
    return this.hit(`${direction} ${message.type.slice(0, 100)}`, at, () => tell(message, entry));
  }

  tick(at: number): readonly ObserverEvent[] {
    if (this.runs.size === 0) return nothing;
    return this.endings((streak) => streak.settle(at));
  }

  end(): readonly ObserverEvent[] {
    return this.endings((streak) => streak.end());
  }

  private hit(sort: string, at: number, tell: () => ObserverEvent): readonly ObserverEvent[] {
    const key = this.runs.has(sort) || this.runs.size < maxSorts ? sort : "others";
    const run = this.runs.get(key);
    if (run && !run.streak.hit(at)) return nothing;
    const first = tell();
    if (run) {
      run.first = first;
    } else {
      const streak = new Streak();
      streak.hit(at);
      this.runs.set(key, { first, streak });
    }
    return [first];
  }

  private endings(endOf: (streak: Streak) => ReturnType<Streak["end"]>): readonly ObserverEvent[] {
    const events: ObserverEvent[] = [];
    for (const { first, streak } of this.runs.values()) {
      const end = endOf(streak);
      if (end) events.push(verdicts.moreOfTheSame(first, end));
    }
    return events;
  }
}

/** Without what differs from frame to frame: quoted characters and numbers. */
function sortOf(reason: string): string {
  return reason.slice(0, 200).replace(/"[^"]*"|\bU\+\w+|\b0x\w+|\d+/g, "");
}
