/** The one error for faults that make no sense, and the question that most of them fail. */
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";

export function isWhole(value: number, from: number): boolean {
  return Number.isInteger(value) && value >= from;
}

export function bad(text: string): MisuseError {
  return new MisuseError("bad-fault", text);
}
