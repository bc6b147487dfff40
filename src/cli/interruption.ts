/** Ctrl+C or a terminal that is closed, once to end cleanly and a second time to end at once. */
import process from "node:process";

/** As a shell says it of a program that SIGINT ended. */
const interruptedExitCode = 130;

/** Calls the task at the first SIGINT, SIGTERM or SIGHUP. Lasts as long as the process. */
export function onInterruption(task: () => void): void {
  let interrupted = false;
  const listener = () => {
    if (interrupted) process.exit(interruptedExitCode);
    interrupted = true;
    task();
  };
  process.on("SIGINT", listener).on("SIGTERM", listener).on("SIGHUP", listener);
}
