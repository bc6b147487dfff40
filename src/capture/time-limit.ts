/** Runs what may take for ever, such as a regular expression, for a limited time. Knows nothing of what runs. */
import { type Context, createContext, Script } from "node:vm";

const script = new Script("run()");
let context: (Context & { run?: (() => unknown) | undefined }) | undefined;

/** Throws what `run` throws. After so many ms it is stopped wherever it is, and the result is undefined. */
export function withinMs<Result>(limitMs: number, run: () => Result): { readonly result: Result } | undefined {
  // Nothing else in Node can stop a regular expression. What runs is our own function, not one of this context.
  context ??= createContext({});
  context.run = run;
  try {
    return { result: script.runInContext(context, { timeout: limitMs }) as Result };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return undefined;
    throw error;
  } finally {
    context.run = undefined;
  }
}
