/** Errors as sentences for the person. */

export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
