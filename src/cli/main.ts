/** The terminal's entry: reads the command line, runs one command, and turns its outcome into an exit code. */
import process from "node:process";
import { runImport } from "./import.ts";
import { versionText } from "./installation.ts";
import { runListen } from "./listen.ts";
import { runMock } from "./mock.ts";
import { createOutput, type Output } from "./output.ts";
import { runPublish } from "./publish.ts";
import { type Request, readRequest } from "./requests/request.ts";
import { usageText } from "./usage.ts";
import { UsageError } from "./usage-error.ts";

async function run(request: Request, output: Output): Promise<number> {
  switch (request.kind) {
    case "listen":
      return runListen(request, output);
    case "import":
      return runImport(request, output);
    case "mock":
      return runMock(request, output);
    case "publish":
      return runPublish(request, output);
    case "help":
      await output.line(usageText(request.command).trimEnd());
      return 0;
    case "version":
      await output.line(versionText());
      return 0;
  }
}

const output = createOutput();
try {
  process.exitCode = await run(readRequest(process.argv.slice(2)), output);
} catch (error) {
  output.say(`framescope: ${error instanceof Error ? error.message : error}`);
  if (error instanceof UsageError) output.say('See "framescope --help".');
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
