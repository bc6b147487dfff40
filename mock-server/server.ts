/**
 * The mock server: one listener, one door a protocol, one hub behind them all. Only starts and stops it: how its parts hang
 * together is in `parts.ts`, what happens to a request in `reception.ts`, what a client does in `client-connection.ts`.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { wallClock } from "../src/clock/clock.ts";
import { createIdentity } from "./certificate.ts";
import { ChangeNotice } from "./change-notice.ts";
import { isControlRequest } from "./control/control.ts";
import { type Listener, openListener } from "./listener.ts";
import { registerMock } from "./mock-files.ts";
import type { MockServer, MockServerOptions } from "./mock-server.ts";
import { oneLine } from "./one-line.ts";
import { makeParts } from "./parts.ts";

/** How long clients get to close politely when the server stops. */
const stopGraceMs = 300;

/** Rejects with a `MisuseError` whose message helps when the port or host cannot be had. */
export async function startMockServer(options: MockServerOptions): Promise<MockServer> {
  const { host = "127.0.0.1", clock = wallClock, random = Math.random } = options;
  const log = (text: string) => options.log(oneLine(text));
  let listener: Listener | undefined;

  // Before it listens there is nothing to tell, and perhaps no parts to ask.
  const notice = new ChangeNotice(clock, () => listener && options.onChange(parts.state()));
  const onChange = () => notice.touch();
  const parts = await makeParts({ ...options, clock, random, log, place: () => listener, onStateChange: onChange });
  const { hub, redis, roster, faults, stage, desk, reception, control, state, publish, play } = parts;
  const startedAt = clock.now();
  // By the real clock, also where a test has its own: those who check the certificate go by it.
  const identity = options.tls === true ? await createIdentity(host, Date.now()) : undefined;
  const handlers = {
    request: (request: IncomingMessage, response: ServerResponse) =>
      (isControlRequest(request) ? control : reception).answer(request, response),
    upgrade: (request: IncomingMessage, socket: Socket, firstBytes: Buffer) =>
      reception.upgrade(request, socket, firstBytes),
    requestFailed: (reason: string) => log(`A request failed: ${reason}.`),
  };
  // Before anybody can come, so that its rules hold for the first one too.
  if (redis) stage.remember(redis.topicsWithHistory());
  if (options.scenario) play(options.scenario);
  try {
    listener = await openListener(options.port ?? 0, host, handlers, identity);
  } catch (error) {
    stage.stop();
    notice.stop();
    await redis?.stop();
    throw error;
  }
  const { port, origin } = listener;
  const { certificate } = identity ?? {};
  const unregister = await registerMock({ port, origin, token: control.token, certificate, startedAt }, log);
  log(`The mock server listens at ${origin}.`);
  onChange();

  async function close({ close: closeListener }: Listener): Promise<void> {
    listener = undefined;
    faults.clear();
    stage.stop();
    notice.stop();
    await Promise.all([unregister(), closeListener(() => roster.end(stopGraceMs))]);
    await redis?.stop();
    log(`The mock server at ${origin} has stopped.`);
    options.onChange(state());
  }

  let closed: Promise<void> | undefined;
  function stop(): Promise<void> {
    if (listener) closed = close(listener);
    return closed ?? Promise.resolve();
  }

  return {
    origin,
    port,
    state,
    publish,
    history: (topic, count) => hub.history(topic, count),
    tell: (client, topic, data) => roster.get(client).tell(topic, data),
    command: (command) => roster.command(command),
    addFault: (fault, from, forMs) => faults.add(fault, from, forMs),
    removeFault: (id) => faults.remove(id),
    clearFaults: (from) => faults.clear(from),
    faults: () => faults.list(),
    perform: (name, input, signal) => desk.perform(name, input, signal),
    address: { origin, token: control.token, certificate },
    play,
    stop,
  };
}
