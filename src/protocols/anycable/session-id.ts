/** Session ids as AnyCable makes them. */

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-";

/** 21 characters. `random` is in [0, 1). */
export function nanoid(random: () => number): string {
  return Array.from({ length: 21 }, () => alphabet[Math.floor(random() * alphabet.length)]).join("");
}
