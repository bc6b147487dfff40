/** What a server in a process of its own is asked and tells, whichever server it is. Run it with --expose-gc. */
import process from "node:process";

export type BroadcastOrder =
  | { readonly kind: "publish"; readonly data: unknown }
  /** How much memory is in use, after the garbage is gone. */
  | { readonly kind: "weigh" };

/** Moments are ms since the epoch. */
export type BroadcastReport =
  | { readonly kind: "listening"; readonly port: number }
  | { readonly kind: "published"; readonly at: number }
  | { readonly kind: "weighed"; readonly rssBytes: number };

export const identifier = '{"channel":"ChatChannel","room":"bench"}';
const settleMs = 300;

export function serve(port: number, publish: (data: unknown) => void): void {
  const report = (message: BroadcastReport) => process.send?.(message);
  process.on("message", async (order: BroadcastOrder) => {
    if (order.kind === "publish") {
      const at = performance.timeOrigin + performance.now();
      publish(order.data);
      report({ kind: "published", at });
      return;
    }
    for (let round = 0; round < 4; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, settleMs));
      globalThis.gc?.();
    }
    report({ kind: "weighed", rssBytes: process.memoryUsage().rss });
  });
  process.on("disconnect", () => process.exit(0));
  report({ kind: "listening", port });
}
