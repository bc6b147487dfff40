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
  const { state, detail, ratePerSecond, recorded, mock } = summary;
  if (recorded) return detail ?? "recorded";
  if (mock && state === "stopped") return "the mock server has stopped";
  if (state === "open")
    return [mock ? "running" : "open", rateText(ratePerSecond), mock && detail].filter(Boolean).join(" · ");
  return detail ? `${state} · ${detail}` : state;
}

/** A connection of ours that is neither stopped by the person nor given up. */
export function isLive({ summary }: Session): boolean {
  return summary.state !== "stopped" && !summary.mock;
}

export function isOpen({ summary }: Session): boolean {
  return summary.state === "open" && !summary.mock;
}
