/** Keeps a mock server lively, for the demo: a chat, a ticker and a board with Turbo Streams, each at its own pace. */
import { type Clock, wallClock } from "../src/clock/clock.ts";
import { boardTopic, DemoBoard } from "./demo-board.ts";
import { DemoChat } from "./demo-chat.ts";
import { DemoTicker } from "./demo-ticker.ts";
import { seededRandom } from "./seeded-random.ts";

export interface DemoTrafficOptions {
  readonly publish: (topic: string, data: unknown) => void;
  readonly clock?: Clock | undefined;
  /** The same seed tells the same story at the same pace. Default 1. */
  readonly seed?: number | undefined;
}

export interface DemoTraffic {
  /** Nothing is published after it. */
  stop(): void;
}

export function startDemoTraffic({ publish, clock = wallClock, seed = 1 }: DemoTrafficOptions): DemoTraffic {
  const pending = new Map<string, () => void>();

  function repeat(topic: string, shortestMs: number, longestMs: number, pace: () => number, next: () => unknown): void {
    const afterMs = shortestMs + Math.floor(pace() * (longestMs - shortestMs));
    const cancel = clock.schedule(afterMs, () => {
      repeat(topic, shortestMs, longestMs, pace, next);
      publish(topic, next());
    });
    pending.set(topic, cancel);
  }

  // Chance of its own for each content and each pace: which timer is first must not change what the others do.
  const chat = new DemoChat(seededRandom(seed));
  const ticker = new DemoTicker(seededRandom(seed + 1));
  const board = new DemoBoard(seededRandom(seed + 2));
  repeat("chat:lobby", 600, 2_200, seededRandom(seed + 3), () => chat.next(clock.now()));
  repeat("ticker", 200, 700, seededRandom(seed + 4), () => ticker.next());
  repeat(boardTopic, 1_000, 2_500, seededRandom(seed + 5), () => board.next());

  return {
    stop() {
      for (const cancel of pending.values()) cancel();
    },
  };
}
