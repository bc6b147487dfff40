/** How fast one publication reaches ten thousand Action Cable clients, and what an idle one costs, next to bare `ws`. */
import { railsIsMissing } from "../real-servers/available.ts";
import { RailsServer } from "../real-servers/rails-server.ts";
import { type Peer, startPeer } from "./contender.ts";
import { type BroadcastReport, identifier } from "./fanout/broadcaster.ts";
import type { CrowdReport } from "./fanout/crowd.ts";
import { median } from "./median.ts";

export interface FanoutFigures {
  readonly clients: number;
  /** Of all broadcasts to all clients, those that never came. */
  readonly lost: number;
  /** From the publication to the last client that has it, median. */
  readonly lastClientMs: number;
  /** Resident memory of the server for each client that is subscribed and does nothing. */
  readonly bytesPerIdleClient: number;
  readonly bareLastClientMs: number;
  readonly bareBytesPerIdleClient: number;
  readonly ratioToBareWs: number;
  /** Absent where there is no Rails. */
  readonly railsClients?: number | undefined;
  /** Absent as well where no broadcast came to all of its clients. */
  readonly railsLastClientMs?: number | undefined;
  readonly railsLost?: number | undefined;
}

const clients = 10_000;
const rounds = 3;
const broadcasts = 7;
const arrivalLimitMs = 20_000;
/** On a busy machine a broadcast takes Rails longer than the limit above. */
const railsBroadcasts = 3;
const railsArrivalLimitMs = 60_000;

interface Sample {
  readonly connected: number;
  readonly lost: number;
  readonly lastClientMs: number;
  readonly bytesPerIdleClient: number;
}

/** Contenders take turns, so that a noisy neighbour disturbs both alike; the median of each counts. */
export async function measureFanout(): Promise<FanoutFigures> {
  const samples = { bare: [] as Sample[], mock: [] as Sample[] };
  for (let round = 0; round < rounds; round += 1) {
    samples.bare.push(await sample("bare-ws"));
    samples.mock.push(await sample("mock"));
  }
  const lastClientMs = median(samples.mock.map((one) => one.lastClientMs));
  const bareLastClientMs = median(samples.bare.map((one) => one.lastClientMs));
  const figures = {
    clients: Math.min(...samples.mock.map(({ connected }) => connected)),
    lost: samples.mock.reduce((sum, { lost }) => sum + lost, 0),
    lastClientMs,
    bytesPerIdleClient: Math.round(median(samples.mock.map((one) => one.bytesPerIdleClient))),
    bareLastClientMs,
    bareBytesPerIdleClient: Math.round(median(samples.bare.map((one) => one.bytesPerIdleClient))),
    ratioToBareWs: lastClientMs / bareLastClientMs,
  };
  return railsIsMissing ? figures : { ...figures, ...(await sampleRails()) };
}

async function sample(contender: "mock" | "bare-ws"): Promise<Sample> {
  const server = startPeer<BroadcastReport>(`./fanout/contender-${contender}.ts`, [], ["--expose-gc"]);
  const crowd = startPeer<CrowdReport>("./fanout/crowd.ts", []);
  try {
    const { port } = await server.next("listening");
    const before = await weigh(server);
    const connected = await gather(crowd, port, "/cable");
    const bytesPerIdleClient = ((await weigh(server)) - before) / connected;
    const publish = async (data: unknown) => {
      server.tell({ kind: "publish", data });
      return (await server.next("published")).at;
    };
    const { arrivals, lost } = await broadcastTo(crowd, connected, publish, broadcasts, arrivalLimitMs);
    if (arrivals.length === 0) throw new Error(`No broadcast of ${contender} came to all of its ${connected} clients.`);
    return { connected, bytesPerIdleClient, lost, lastClientMs: median(arrivals) };
  } finally {
    await crowd.stop();
    await server.stop();
  }
}

async function sampleRails(): Promise<Pick<FanoutFigures, "railsClients" | "railsLastClientMs" | "railsLost">> {
  const rails = await RailsServer.start();
  const crowd = startPeer<CrowdReport>("./fanout/crowd.ts", []);
  try {
    const railsClients = await gather(crowd, rails.process.port, "/cable?user=bench");
    const publish = async (data: unknown) => {
      const at = performance.timeOrigin + performance.now();
      await rails.broadcast("chat:bench", data);
      return at;
    };
    const { arrivals, lost } = await broadcastTo(crowd, railsClients, publish, railsBroadcasts, railsArrivalLimitMs);
    return {
      railsClients,
      railsLastClientMs: arrivals.length === 0 ? undefined : median(arrivals),
      railsLost: lost,
    };
  } finally {
    await crowd.stop();
    await rails.process.stop();
  }
}

async function gather(crowd: Peer<CrowdReport>, port: number, path: string): Promise<number> {
  crowd.tell({ kind: "connect", clients, port, path, identifier });
  return (await crowd.next("connected")).clients;
}

/** How long each broadcast took to the last client, for those that came to all, ms; and how many never came. */
async function broadcastTo(
  crowd: Peer<CrowdReport>,
  connected: number,
  publish: (data: unknown) => Promise<number>,
  count: number,
  limitMs: number,
): Promise<{ readonly arrivals: readonly number[]; readonly lost: number }> {
  const arrivals: number[] = [];
  let lost = 0;
  for (let n = 0; n < count; n += 1) {
    const marker = `broadcast-${n}-`;
    crowd.tell({ kind: "await", marker, forMs: limitMs });
    await crowd.next("awaiting");
    const publishedAt = await publish({ marker, user: "bench", body: "lorem ipsum ".repeat(8) });
    const { clients: reached, at } = await crowd.next("reached");
    lost += connected - reached;
    if (reached === connected) arrivals.push(at - publishedAt);
  }
  return { arrivals, lost };
}

async function weigh(server: Peer<BroadcastReport>): Promise<number> {
  server.tell({ kind: "weigh" });
  return (await server.next("weighed")).rssBytes;
}
