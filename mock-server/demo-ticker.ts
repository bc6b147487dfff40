/** Prices on the demo's `ticker`: each symbol walks by chance, and none is worth anything. */

export interface Quote {
  readonly symbol: string;
  readonly price: number;
  /** In percent, since the demo began. */
  readonly change: number;
  readonly volume: number;
}

const openingPrices: Readonly<Record<string, number>> = {
  RAILS: 81.4,
  ANYC: 16.2,
  NCHAN: 13.1,
  REDIS: 72.6,
  PUMA: 6.5,
};

export class DemoTicker {
  readonly #random: () => number;
  readonly #prices = new Map(Object.entries(openingPrices));

  /** `random` is in [0, 1). */
  constructor(random: () => number) {
    this.#random = random;
  }

  next(): Quote {
    const symbols = [...this.#prices.keys()];
    const symbol = symbols[Math.floor(this.#random() * symbols.length)] ?? "RAILS";
    const opening = openingPrices[symbol] ?? 1;
    const before = this.#prices.get(symbol) ?? opening;
    const price = rounded(Math.max(before * (1 + (this.#random() - 0.5) / 50), 0.01));
    this.#prices.set(symbol, price);
    const change = rounded((price / opening - 1) * 100);
    return { symbol, price, change, volume: 100 * (1 + Math.floor(this.#random() * 90)) };
  }
}

function rounded(amount: number): number {
  return Math.round(amount * 100) / 100;
}
