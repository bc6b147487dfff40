/** Watches how long connections live, for a time limit that ends them all at the same age. */

const enough = 3;
/** Shorter lives have other reasons than a time limit. */
const shortestMs = 5000;

export class Ages {
  #ms: number[] = [];

  /** Returns the ages of the last connections when they are alike; then it begins anew. */
  ended(livedMs: number): readonly number[] | undefined {
    const ages = [...this.#ms, livedMs].slice(-enough);
    const areAlike = ages.length === enough && alike(ages);
    this.#ms = areAlike ? [] : ages;
    return areAlike ? ages : undefined;
  }
}

function alike(ages: readonly number[]): boolean {
  const shortest = Math.min(...ages);
  return shortest >= shortestMs && Math.max(...ages) - shortest <= Math.max(1000, shortest * 0.02);
}
