/** The error for our own side's mistakes; what a peer sends never throws. */
export class MisuseError extends Error {
  override readonly name = "MisuseError";
  /** A literal that code can compare: `missing-channel`, `unknown-command`. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
