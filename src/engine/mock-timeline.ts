/**
 * Which recording of the running mock server there is, if any: begins one when it is wanted, and lets go of one that the
 * person closed. Knows nothing of what is recorded.
 */
import type { MissedDoor, Witness, WitnessedClient } from "../../mock-server/witness.ts";
import type { FaultStrike } from "../model/fault.ts";
import type { MockRecording } from "./mock-recording.ts";

export class MockTimeline implements Witness {
  readonly #create: (origin: string) => MockRecording;
  #recording: MockRecording | undefined;
  #isWanted = false;

  constructor(create: (origin: string) => MockRecording) {
    this.#create = create;
  }

  /** Session id of the recording that is under way. */
  get id(): string | undefined {
    return this.#current?.id;
  }

  /** It is to begin with the first client, however early that comes. */
  want(): void {
    this.#isWanted = true;
  }

  /** The recording that is under way; else it begins now. */
  begin(origin: string): MockRecording {
    this.#isWanted = false;
    this.#recording = this.#current ?? this.#create(origin);
    return this.#recording;
  }

  end(): void {
    this.#isWanted = false;
    this.#recording?.end();
    this.#recording = undefined;
  }

  came(client: WitnessedClient): ReturnType<Witness["came"]> {
    const recording = this.#isWanted ? this.begin(originOf(client.request.url)) : this.#current;
    return recording?.came(client);
  }

  missedDoor(miss: MissedDoor): void {
    this.#current?.missedDoor(miss);
  }

  struck(strike: FaultStrike): void {
    this.#current?.struck(strike);
  }

  get #current(): MockRecording | undefined {
    return this.#recording?.isRecording ? this.#recording : undefined;
  }
}

/** Some client may be there before the server is known to listen. */
function originOf(url: string): string {
  return new URL(url.replace(/^ws/, "http")).origin;
}
