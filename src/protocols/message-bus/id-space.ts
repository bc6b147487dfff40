/**
 * Finds out what message ids count: within the channel (Redis), or over all channels at once (memory and PostgreSQL,
 * where the message id is the global id, so that the ids of one channel have holes by nature).
 */
export class IdSpace {
  #isPerChannel = false;

  seen(globalId: number, messageId: number): void {
    if (globalId !== messageId) this.#isPerChannel = true;
  }

  /**
   * Whether a hole says nothing. One channel alone on a fresh Redis looks alike, so this errs on the quiet side.
   */
  get isGlobal(): boolean {
    return !this.#isPerChannel;
  }
}
