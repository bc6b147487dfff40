/** Gives each place of a scenario chance of its own, so that what happens in one changes nothing in the others. */
import { seededRandom } from "../seeded-random.ts";

/** The same seed and place give the same numbers. In [0, 1). */
export function randomOf(seed: number, place: string): () => number {
  return seededRandom(seedOf(seed, place));
}

/** FNV-1a over the place, begun with the seed. */
function seedOf(seed: number, place: string): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = 0; i < place.length; i += 1) hash = Math.imul(hash ^ place.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
