/** Looks into header lists; names compare without case (RFC 9110 section 5.1). */
import type { HeaderList } from "../../model/frame.ts";

/** The first value of that name. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.find(([key]) => key.toLowerCase() === wanted)?.[1];
}
