/**
 * Imported for its effect: a script whose reader has gone (`npm test | head`) ends as if it had been asked to, with all that
 * it has started, and without a trace of where it was writing. Runs on Node 20.
 */
import process from "node:process";

for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error) => {
    // A terminal that was closed gives EIO.
    if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
    process.kill(process.pid, "SIGTERM");
  });
