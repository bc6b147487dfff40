/** `framescope mock`: runs the engine's mock server, says how to reach it and who comes. */
import type { EngineApi } from "../bridge/engine-api.ts";
import { problemLine } from "../bridge/problem-line.ts";
import type { MockDoor, MockState } from "../model/mock.ts";
import { writeControlFile } from "./control-file.ts";
import { publishDemoTraffic } from "./demo-traffic.ts";
import { withEngine } from "./engine-session.ts";
import { onInterruption } from "./interruption.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";
import type { MockRequest } from "./requests/mock-request.ts";

export async function runMock(request: MockRequest, output: Output): Promise<number> {
  const news = new MockNews(output);
  const events = {
    mockChanged: (state: MockState) => news.tell(state),
    log: (_level: string, text: string) => output.say(printable(text)),
  };
  return withEngine(events, async (api, lost) => {
    const { port, host, tls, settings, scenario, redis } = request;
    if (scenario && !(await isPlayable(api, scenario.path, output))) return 2;
    const state = await api.startMock({ port, host, tls, settings, scenario, redis });
    const { controlFile } = request;
    const removeFile = controlFile === undefined ? undefined : await writeControlFile(controlFile, state.port);
    for (const line of introduction(state, output)) await output.line(line);
    if (controlFile !== undefined)
      await output.line(`Drive it from tests: connectToMock({ controlFile: "${controlFile}" })`);
    try {
      await running(api, request, output, lost);
    } finally {
      await removeFile?.();
    }
    return 0;
  });
}

/** Prints what is wrong with it, in the form that editors and terminals know. Warnings are told when it plays. */
async function isPlayable(api: EngineApi, path: string, output: Output): Promise<boolean> {
  const problems = await api.checkScenario(path);
  if (problems.every(({ severity }) => severity === "warning")) return true;
  for (const problem of problems) output.say(printable(problemLine(path, problem)));
  return false;
}

async function running(api: EngineApi, request: MockRequest, output: Output, lost: Promise<never>): Promise<void> {
  const stopTraffic = request.demo ? publishDemoTraffic(api) : undefined;
  const ended = new Promise<void>((resolve) => {
    onInterruption(resolve);
    output.onClosed(resolve);
  });
  try {
    await Promise.race([ended, lost]);
  } finally {
    stopTraffic?.();
  }
}

function introduction(state: MockState, output: Output): string[] {
  const { paint } = output.style;
  const lines = ["The mock server's doors; Ctrl+C ends it:", ""];
  for (const door of state.doors)
    lines.push(`  ${paint("bold", door.url)}`, `    ${door.hint}`, `    ${listenLine(door)}`, "");
  lines.push(`Publish to it: framescope publish chat:lobby '{"body":"hello"}'`);
  return lines;
}

/** The command that listens at this door with its own sample settings. */
function listenLine({ protocol, sample }: MockDoor): string {
  const options = Object.entries(sample.settings).flatMap(([name, value]) =>
    name === "channels"
      ? value.split("\n").map((channel) => ` --channel ${quoted(channel)}`)
      : ` --set ${quoted(`${name}=${value}`)}`,
  );
  // Nobody vouches for the certificate that a mock server makes for itself.
  const trust = /^(https|wss):/.test(sample.url) ? " --insecure" : "";
  return `framescope listen ${quoted(sample.url)} --protocol ${protocol}${options.join("")}${trust}`;
}

/** For a POSIX shell, only where it must be. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Says who came and who went, by comparing each state with the one before. */
class MockNews {
  readonly #output: Output;
  #clients = new Map<number, string>();

  constructor(output: Output) {
    this.#output = output;
  }

  tell(state: MockState): void {
    const clients = new Map(state.clients.map((client) => [client.id, `${client.door} from ${client.address}`]));
    for (const [id, name] of clients)
      if (!this.#clients.has(id)) this.#output.say(`client ${id} came: ${printable(name)}`);
    for (const [id, name] of this.#clients)
      if (!clients.has(id)) this.#output.say(`client ${id} left: ${printable(name)}`);
    this.#clients = clients;
  }
}
