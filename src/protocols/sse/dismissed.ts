/**
 * Who was told not to come back: an event stream has no word for that, but a client that finds a 204 when it comes back gives
 * up (WHATWG HTML section 9.2.3). Nothing names a client here, so the next request for the same URL counts as its return.
 */

/** Forgotten beyond that, the oldest first. */
const maxUrls = 1000;

export class Dismissed {
  private readonly returns = new Map<string, number>();

  add(url: string): void {
    const [oldest] = this.returns.keys();
    if (this.returns.size >= maxUrls && oldest !== undefined) this.returns.delete(oldest);
    this.returns.set(url, (this.returns.get(url) ?? 0) + 1);
  }

  /** Whether this request is such a return. Each counts once. */
  isDue(url: string): boolean {
    const count = this.returns.get(url) ?? 0;
    if (count > 1) this.returns.set(url, count - 1);
    else this.returns.delete(url);
    return count > 0;
  }
}

const known = new WeakMap<object, Dismissed>();

/** The one of this mock server; a fresh one where nothing is shared. */
export function dismissedOf(shared: object | undefined): Dismissed {
  const found = shared && known.get(shared);
  if (found) return found;
  const dismissed = new Dismissed();
  if (shared) known.set(shared, dismissed);
  return dismissed;
}
