/** A session's state in words and icons, the same in every view. */
import type { SessionState } from "../model/session.ts";
import { rateText } from "./numbers.ts";
import type { Session } from "./sessions.ts";

const icons: Readonly<Record<SessionState, readonly [icon: string, color: string]>> = {
  connecting: ["sync~spin", "charts.yellow"],
  open: ["circle-filled", "charts.green"],
  waiting: ["history", "charts.yellow"],
  stopped: ["circle-outline", "descriptionForeground"],
};

export function stateIcon(state: SessionState): readonly [icon: string, color: string] {
  return icons[state];
}

/** `open · 48/s`, or `waiting · next check in 7.3 s`. */
export function stateText({ summary }: Session): string {
  const { state, detail, ratePerSecond, recorded } = summary;
  if (recorded) return detail ?? "recorded";
  if (state === "open") return `open · ${rateText(ratePerSecond)}`;
  return detail ? `${state} · ${detail}` : state;
}

/** Neither stopped by the person nor given up. */
export function isLive({ summary }: Session): boolean {
  return summary.state !== "stopped";
}

export function isOpen({ summary }: Session): boolean {
  return summary.state === "open";
}
