/**
 * Makes the parts of one mock server and ties them to each other, by hand and once. Opens no port and ends nothing: when
 * they start and stop is for `server.ts` to say.
 */

import type { Clock } from "../src/clock/clock.ts";
import type { Publication } from "../src/model/hub.ts";
import type { MockDoor, MockPosition, MockState } from "../src/model/mock.ts";
import type { Protocol } from "../src/model/protocol.ts";
import type { Scenario } from "../src/scenario/scenario.ts";
import type { ClientConnection } from "./client-connection.ts";
import { ClientRoster } from "./client-roster.ts";
import { Control } from "./control/control.ts";
import { ControlDesk } from "./control/desk.ts";
import { describeDoor, doorsOf } from "./doors.ts";
import { Faults } from "./faults/faults.ts";
import { Hub, type MockHub } from "./hub.ts";
import type { MockServer, MockServerOptions } from "./mock-server.ts";
import { Reception } from "./reception.ts";
import type { SharedHub, SharedHubOptions } from "./redis/shared-hub.ts";
import { ReplayHouse } from "./replay/replay-house.ts";
import type { FaultDesk } from "./scenario/scripted-faults.ts";
import { Stage } from "./scenario/stage.ts";

/** Clients and topics named in a `MockState`; doors always count all of their clients. */
const mostShown = 500;

export interface PartsOptions extends MockServerOptions {
  readonly clock: Clock;
  readonly random: () => number;
  /** Where it listens; undefined while it does not. */
  readonly place: () => { readonly port: number; readonly origin: string } | undefined;
  /** `state()` would tell something else. */
  readonly onStateChange: () => void;
}

export interface Parts extends Pick<MockServer, "publish" | "play" | "state"> {
  readonly hub: MockHub;
  /** The hub, where it is shared. */
  readonly redis: SharedHub | undefined;
  readonly roster: ClientRoster;
  readonly faults: Faults;
  readonly stage: Stage;
  readonly desk: ControlDesk;
  readonly reception: Reception;
  readonly control: Control;
}

/** Rejects with a `MisuseError` when the Redis that is named cannot be had. */
export async function makeParts(options: PartsOptions): Promise<Parts> {
  const { protocols, clock, random, place, log, onStateChange: onChange } = options;
  const hubOptions = {
    now: () => clock.now(),
    random,
    onChange,
    onPublication: (publication: Publication) => stage.published(publication),
  };
  const redis = options.redis && (await openShared({ ...hubOptions, ...options.redis, log }));
  const hub: MockHub = redis ?? new Hub(hubOptions);
  // By id, since a protocol may have a stand-in.
  const sharedBy = new Map(protocols.map(({ id }) => [id, {}]));
  const shared = ({ id }: Protocol) => sharedBy.get(id) ?? {};
  const roster = new ClientRoster([...new Set(doorsOf(protocols).map(({ door }) => door.path))], onChange);
  const faults = new Faults({
    protocols,
    hub,
    clients: () => roster.all(),
    clock,
    random,
    onStrike: (strike) => {
      options.witness?.struck(strike);
      options.onStrike?.(strike);
    },
    onChange,
  });
  const faultDesk: FaultDesk = {
    add: (fault, forMs) => faults.add(fault, "scenario", forMs).id,
    remove: (id) => void faults.remove(id),
  };
  const stage = new Stage({ protocols, hub, clock, random, shared, desk: faultDesk, log, onChange });

  function doors(): MockDoor[] {
    const { origin } = place() ?? { origin: "" };
    return doorsOf(protocols).map((owned) =>
      describeDoor(owned, origin, roster.countAt(owned.door.path, owned.protocol.id)),
    );
  }

  function positionOf(client: ClientConnection, topic: string): MockPosition | undefined {
    const position = hub.position(client, topic);
    const held = faults.heldOn(client, topic);
    return position && { topic, offset: position.offset - held, behind: position.behind + held };
  }

  function state(): MockState {
    const listening = place();
    if (!listening) return { running: false, doors: [], topics: [], clients: [], faults: [] };
    const { port, origin } = listening;
    const [topics, clients] = [hub.topics(mostShown), roster.list(mostShown, positionOf)];
    return {
      running: true,
      port,
      origin,
      doors: doors(),
      topics,
      clients,
      faults: faults.list(),
      scenario: stage.playing,
      redis: redis?.state(),
    };
  }

  async function publish(
    topic: string,
    data: unknown,
  ): Promise<{ readonly subscribers: number; readonly offset: number }> {
    redis?.checkConnected();
    const { subscribers, publication } = await hub.publish(topic, data);
    return { subscribers, offset: publication.offset };
  }

  const replays = new ReplayHouse(protocols);
  function play(scenario: Scenario | undefined): void {
    replays.play(scenario?.replay);
    stage.play(scenario);
  }

  const desk = new ControlDesk({
    protocols,
    hub,
    roster,
    faults,
    clock,
    state,
    clients: () => roster.list(Number.POSITIVE_INFINITY, positionOf),
    publish,
    history: (topic, count) => hub.history(topic, count),
    play,
    playAgain() {
      const { scenario } = stage;
      stage.forget();
      play(scenario);
    },
  });
  const reception = new Reception({
    protocols,
    replays,
    settings: options.settings,
    script: () => options.script ?? stage.script,
    onHappening(client, happening) {
      desk.log.add(client, happening);
      stage.happened(client, happening);
      options.onHappening?.(client, happening);
    },
    witness: options.witness,
    roster,
    doors,
    faults,
    hub,
    shared,
    clock,
    random,
    log,
  });
  const control = new Control(desk);

  return { hub, redis, roster, faults, stage, desk, reception, control, state, publish, play };
}

/** Its client is a hundred modules, which only those wait for who want it. */
async function openShared(options: SharedHubOptions): Promise<SharedHub> {
  const { SharedHub } = await import("./redis/shared-hub.ts");
  return await SharedHub.open(options);
}
