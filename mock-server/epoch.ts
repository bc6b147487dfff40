/** Makes epochs: the short random names that tell one life of a topic from the next. */

const letters = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Four characters, never those of the epoch before. `random` is in [0, 1). */
export function drawEpoch(random: () => number, before?: string): string {
  let epoch = "";
  for (let i = 0; i < 4; i += 1) epoch += letters.charAt(Math.floor(random() * letters.length));
  if (epoch !== before) return epoch;
  return epoch.slice(0, 3) + (epoch.endsWith("a") ? "b" : "a");
}
