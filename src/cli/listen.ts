/** `framescope listen`: one session in the engine, its rows on stdout, and an exit code that says whether it connected. */

import { resolve } from "node:path";
import process from "node:process";
import type { EngineApi, ProtocolInfo, SessionSummary } from "../bridge/engine-api.ts";
import type { Endpoint } from "../model/endpoint.ts";
import { configuredEndpoint } from "./configured-endpoint.ts";
import { counted } from "./counted.ts";
import { endpointOf, likeliestProtocol, protocolNamed, routeOf } from "./endpoint.ts";
import { withEngine } from "./engine-session.ts";
import { onInterruption } from "./interruption.ts";
import { Listening } from "./listening.ts";
import { Outcomes } from "./outcomes.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";
import type { ListenRequest } from "./requests/listen-request.ts";
import { RowFeed } from "./row-feed.ts";
import { endJson, sessionJson } from "./row-json.ts";
import { printRows } from "./row-output.ts";
import { UsageError } from "./usage-error.ts";

/** How long a peer may take over our close before the rows that there are must do. */
const closeLimitMs = 3_000;

/** Returns the exit code. Throws a `UsageError` for settings that the protocol does not have or cannot use. */
export async function runListen(request: ListenRequest, output: Output): Promise<number> {
  const listening = new Listening();
  const outcomes = new Outcomes();
  let feed: RowFeed | undefined;
  const events = {
    transferChanged: outcomes.transferChanged,
    sessionChanged: (session: SessionSummary) => listening.sessionChanged(session),
    viewChanged: (state: Parameters<RowFeed["viewChanged"]>[0]) => feed?.viewChanged(state),
    log: (level: string, text: string) => {
      if (level === "error") output.say(`framescope: ${printable(text)}`);
    },
  };
  return withEngine(events, async (api, lost) => {
    lost.catch(() => listening.end());
    const { protocol, endpoint } = await planned(api, request);
    const session = await connect(api, endpoint);
    feed = new RowFeed(api, session.id);
    await output.line(request.json ? sessionJson(session) : `${protocol.title} at ${printable(session.url)}`);
    const printing = printRows(api, session, feed, request, output);
    // It may fail long before it is waited for.
    printing.catch(() => {});
    await Promise.race([ending(api, session, feed, listening, request, output), lost]);
    const rows = await printing;
    if (request.save !== undefined) {
      const transfer = await api.saveCapture(session.id, resolve(process.cwd(), request.save));
      const { path, entries } = await Promise.race([outcomes.of(transfer, "saved"), lost]);
      output.say(`Saved ${counted(entries, "row")} to ${printable(path)}.`);
    }
    const end = { connected: listening.connected, rows, verdicts: listening.verdicts };
    if (request.json) await output.line(endJson(end));
    else {
      const outcome = end.connected ? "Connected" : "Did not connect";
      output.say(`${outcome}: ${counted(rows, "row")}, ${counted(end.verdicts, "verdict")}.`);
    }
    return end.connected ? 0 : 1;
  });
}

interface Planned {
  readonly protocol: ProtocolInfo;
  readonly endpoint: Endpoint;
}

/** The one asked for, or the likeliest one. */
async function protocolFor(api: EngineApi, request: ListenRequest): Promise<ProtocolInfo> {
  const protocols = await api.protocols();
  if (request.protocol !== undefined) return protocolNamed(request.protocol, protocols);
  const { candidates, answer } = await api.probe(request.url, request.headers, routeOf(request, process.env));
  const likeliest = likeliestProtocol(request, candidates, protocols);
  if (likeliest === undefined) {
    const known = protocols.map((protocol) => protocol.id).join(", ");
    throw new UsageError(
      `No protocol fits ${request.url}${answer ? ` (${answer})` : ""}; name one with --protocol: ${known}.`,
    );
  }
  return likeliest;
}

async function planned(api: EngineApi, request: ListenRequest): Promise<Planned> {
  if (request.endpoint) {
    const protocols = await api.protocols();
    const endpoint = await configuredEndpoint(api, protocols, request.endpoint, process.env);
    return { endpoint, protocol: protocolNamed(endpoint.protocol, protocols) };
  }
  const protocol = await protocolFor(api, request);
  return { protocol, endpoint: endpointOf(request, protocol, process.env) };
}

async function connect(api: EngineApi, endpoint: Endpoint): Promise<SessionSummary> {
  try {
    return await api.connect(endpoint);
  } catch (error) {
    // The engine refuses only settings that make no sense; what the network does comes as rows.
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** Waits for whatever ends it first, closes the connection politely, and lets the feed run dry. */
async function ending(
  api: EngineApi,
  session: SessionSummary,
  feed: RowFeed,
  listening: Listening,
  request: ListenRequest,
  output: Output,
): Promise<void> {
  const timer = request.forMs === undefined ? undefined : setTimeout(() => listening.end(), request.forMs);
  onInterruption(() => listening.end());
  output.onClosed(() => listening.end());
  await listening.over;
  clearTimeout(timer);
  // A session that is not connected may refuse to disconnect.
  await api.command(session.id, { kind: "disconnect", values: {} }).catch(() => undefined);
  await listening.stopped(closeLimitMs);
  if (output.closed) feed.abandon();
  const [last] = await api.sessions();
  feed.finish(last?.entries ?? 0);
}
