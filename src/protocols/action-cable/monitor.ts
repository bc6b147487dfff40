/**
 * The official clients' connection monitor: when they look, when they call a connection stale, when they try again.
 * Knows no socket: it is told moments and answers with decisions.
 */

/** Also the time after a disconnect in which a stale connection is not reopened. */
export const staleAfterMs = 6000;

export type PolicyName = "rails-8" | "rails-6";

export interface MonitorPolicy {
  readonly name: PolicyName;
  /** For status lines. */
  readonly title: string;
  /** How long until the next look, in ms. `random` is in [0, 1). */
  pollAfterMs(attempts: number, random: number): number;
  /** Whether a message of that kind proves the connection alive. */
  refreshedBy(kind: string): boolean;
}

/** connection_monitor.js since 7.0 (back-off with jitter); any message counts since 7.2. */
const rails8: MonitorPolicy = {
  name: "rails-8",
  title: "Rails 8 back-off",
  pollAfterMs(attempts, random) {
    const jitter = attempts === 0 ? 1 : 0.15;
    return staleAfterMs * 1.15 ** Math.min(attempts, 10) * (1 + jitter * random);
  },
  refreshedBy: () => true,
};

/** connection_monitor.js of 6.0 and 6.1: 3 to 30 s, no jitter; only pings and the welcome count. */
const rails6: MonitorPolicy = {
  name: "rails-6",
  title: "Rails 6 back-off",
  pollAfterMs: (attempts) => Math.round(Math.min(30, Math.max(3, 5 * Math.log(attempts + 1))) * 1000),
  refreshedBy: (kind) => kind === "ping" || kind === "welcome",
};

export const policies: Readonly<Record<PolicyName, MonitorPolicy>> = { "rails-8": rails8, "rails-6": rails6 };

export type Look =
  /** Nothing to do; `staleInMs` until it would be stale. */
  | { readonly kind: "fresh"; readonly staleInMs: number }
  /** Stale, but the connection ended too recently. */
  | { readonly kind: "early"; readonly silentMs: number; readonly endedMs: number }
  | { readonly kind: "reopen"; readonly silentMs: number };

export class Monitor {
  /** Reconnect attempts since the last welcome. */
  attempts = 0;
  private startedAt: number | undefined;
  private refreshedAt: number | undefined;
  private disconnectedAt: number | undefined;
  readonly policy: MonitorPolicy;

  constructor(policy: MonitorPolicy) {
    this.policy = policy;
  }

  get running(): boolean {
    return this.startedAt !== undefined;
  }

  start(at: number): void {
    this.startedAt ??= at;
  }

  stop(): void {
    this.startedAt = undefined;
  }

  recordMessage(kind: string, at: number): void {
    if (this.policy.refreshedBy(kind)) this.refreshedAt = at;
  }

  recordWelcome(): void {
    this.attempts = 0;
    this.disconnectedAt = undefined;
  }

  recordDisconnect(at: number): void {
    this.disconnectedAt = at;
  }

  /** What the look at this moment decides; counts an attempt when it finds the connection stale. */
  look(at: number): Look {
    const silentMs = at - (this.refreshedAt ?? this.startedAt ?? at);
    if (silentMs <= staleAfterMs) return { kind: "fresh", staleInMs: staleAfterMs - silentMs };
    this.attempts += 1;
    const endedMs = at - (this.disconnectedAt ?? Number.NEGATIVE_INFINITY);
    return endedMs < staleAfterMs ? { kind: "early", silentMs, endedMs } : { kind: "reopen", silentMs };
  }
}
