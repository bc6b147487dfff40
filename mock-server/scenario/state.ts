/** A scenario's state variables. They outlive a change of the file where it still begins them with the same value. */

export class State {
  #initial: Readonly<Record<string, unknown>> = {};
  #values: Record<string, unknown> = {};

  get values(): Readonly<Record<string, unknown>> {
    return this.#values;
  }

  /** What was there under the same name and began as the same value goes on; all others are gone. */
  begin(initial: Readonly<Record<string, unknown>>): void {
    const goesOn = (name: string) =>
      name in this.#values && JSON.stringify(this.#initial[name]) === JSON.stringify(initial[name]);
    this.#values = Object.fromEntries(
      Object.entries(initial).map(([name, value]) => [name, goesOn(name) ? this.#values[name] : value]),
    );
    this.#initial = initial;
  }

  set(values: Readonly<Record<string, unknown>>): void {
    this.#values = { ...this.#values, ...values };
  }
}
