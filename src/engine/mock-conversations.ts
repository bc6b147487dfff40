/**
 * The recorders of the mock server's clients: one for each conversation, so that its observer judges what belongs together.
 * A connection is a conversation of its own, unless the protocol says whose it is, or it is one poll of many. Knows no
 * capture.
 */
import type { WitnessedClient } from "../../mock-server/witness.ts";
import type { Recorder } from "../runner/recorder.ts";

/** A poller that does not come back for so long is gone. */
const idleMs = 60_000;

interface Conversation {
  readonly key: string;
  readonly recorder: Recorder;
  /** Those that are open. */
  connections: number;
  /** When the newest of them ended. */
  endedAt: number;
  readonly staysFor: number;
}

export class MockConversations {
  readonly #create: (client: WitnessedClient) => Recorder;
  readonly #conversations = new Map<string, Conversation>();

  constructor(create: (client: WitnessedClient) => Recorder) {
    this.#create = create;
  }

  begin(client: WitnessedClient): Conversation {
    const key = keyOf(client);
    const known = this.#conversations.get(key);
    const isOfMany = client.protocol.polls === true || client.protocol.clientOf !== undefined;
    const conversation = known ?? {
      key,
      recorder: this.#create(client),
      connections: 0,
      endedAt: 0,
      staysFor: isOfMany ? idleMs : 0,
    };
    conversation.connections += 1;
    this.#conversations.set(key, conversation);
    return conversation;
  }

  /** A connection of it ended. */
  end(conversation: Conversation, at: number): void {
    conversation.connections -= 1;
    conversation.endedAt = at;
    if (conversation.connections === 0 && conversation.staysFor === 0) this.#conversations.delete(conversation.key);
  }

  /** Time passed: silence is evidence too. */
  tick(at: number): void {
    for (const { key, recorder, connections, endedAt, staysFor } of this.#conversations.values()) {
      recorder.tick(at);
      if (connections === 0 && at - endedAt >= staysFor) this.#conversations.delete(key);
    }
  }
}

/** Polls that come over one kept connection are one client's. */
function keyOf({ id, protocol, door, address, request }: WitnessedClient): string {
  const name = protocol.clientOf?.(request);
  if (name !== undefined) return `${protocol.id} ${door} as ${name}`;
  return protocol.polls ? `${protocol.id} ${door} from ${address}` : `client ${id}`;
}
