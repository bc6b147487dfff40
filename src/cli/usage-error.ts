/** The error for a command line that makes no sense: its message is a sentence for the person, and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
