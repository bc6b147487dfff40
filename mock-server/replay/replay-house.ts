/**
 * Where a mock server plays a recording, while it has one: the recorded protocol has a stand-in whose sessions play it, and
 * recorded paths lead to its door. All other doors go on as ever. Knows no socket.
 */
import type { Protocol, ServerOptions } from "../../src/model/protocol.ts";
import type { ServerSession } from "../../src/model/session.ts";
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";
import { likeAddress } from "../../src/scenario/holes/addresses.ts";
import type { Replay } from "../../src/scenario/replay.ts";
import { doorsOf, type OwnedDoor } from "../doors.ts";
import { Casting } from "./casting.ts";
import { Conversation } from "./conversation.ts";
import { Heard, HearingDecoder } from "./heard.ts";
import { Wording } from "./wording.ts";

interface Playing {
  readonly replay: Replay;
  readonly original: Protocol;
  readonly standIn: Protocol;
  readonly door: OwnedDoor;
  /** Recorded, without queries. */
  readonly paths: readonly string[];
}

export class ReplayHouse {
  readonly #protocols: readonly Protocol[];
  #playing: Playing | undefined;

  constructor(protocols: readonly Protocol[]) {
    this.#protocols = protocols;
  }

  /** For clients that come from now on; undefined: nothing. Throws a `MisuseError` (`unknown-protocol`, `unknown-door`). */
  play(replay: Replay | undefined): void {
    this.#playing = replay && this.#prepare(replay);
  }

  /** The door of a path that no door has but the recording. */
  doorAt(path: string): OwnedDoor | undefined {
    const { paths = [], replay, door } = this.#playing ?? {};
    return paths.some((recorded) => likeAddress(recorded, path, undefined, replay?.recorded ?? {})) ? door : undefined;
  }

  /** Who plays behind this door: the protocol itself, or its stand-in. */
  standInFor({ protocol, door }: OwnedDoor): Protocol {
    const playing = this.#playing;
    if (!playing || playing.original !== protocol) return protocol;
    const { replay, standIn } = playing;
    return replay.door === undefined || replay.door === door.path ? standIn : protocol;
  }

  #prepare(replay: Replay): Playing {
    const original = this.#protocols.find(({ id }) => id === replay.protocol);
    if (!original) {
      const known = this.#protocols.map(({ id }) => id).join(", ");
      throw new MisuseError(
        "unknown-protocol",
        `A replay of "${replay.protocol}" cannot be played: there is ${known}.`,
      );
    }
    const doors = doorsOf([original]).filter(({ door }) => replay.door === undefined || door.path === replay.door);
    const [door] = doors;
    if (!door) {
      const known = doorsOf([original]).map((owned) => owned.door.path);
      throw new MisuseError("unknown-door", `${original.title} has no door ${replay.door}, but ${known.join(", ")}.`);
    }
    const casting = new Casting(
      replay,
      doors.flatMap((owned) => [owned.door.path, ...(owned.door.alsoAt ?? [])]),
    );
    const paths = new Set(replay.connections.map(({ path }) => path.split("?", 1)[0] ?? ""));
    return { replay, original, standIn: standInOf(original, replay, casting), door, paths: [...paths] };
  }
}

function standInOf(original: Protocol, replay: Replay, casting: Casting): Protocol {
  return {
    ...original,
    createDecoder: (direction, handshake) => {
      const create = () => original.createDecoder(direction, handshake);
      return direction === "sent" ? new HearingDecoder(create) : create();
    },
    createServerSession: (options: ServerOptions) =>
      new Conversation({
        replay,
        casting,
        wording: new Wording(replay.recorded),
        heard: new Heard(replay.recorded),
        isWelcome: (request) => options.script?.connecting(request) === undefined,
        ownSession: () => original.createServerSession(options),
      }) as ServerSession,
  };
}
