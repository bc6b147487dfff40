/** Numbers as SQLite is to compare them: its integers have 64 bits, JavaScript's numbers hold 53 of them. */
import type { SqlValue } from "./database.ts";

const wholeNumber = /^[+-]?\d{1,19}$/;

/** The number; exactly as it was written where it is whole and fits into SQLite's integers. */
export function exactNumber(value: number, written: string | undefined): SqlValue {
  if (Number.isSafeInteger(value) || written === undefined || !wholeNumber.test(written)) return value;
  const exact = BigInt(written);
  return BigInt.asIntN(64, exact) === exact ? exact : value;
}
