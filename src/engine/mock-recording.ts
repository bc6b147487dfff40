/**
 * The mock server's own timeline: what each of its clients was told and said, as it went over the wire, and what faults did
 * to it, in one capture. Looked at like a session; it takes no commands, since those are the mock server's.
 */
import type { MissedDoor, Witness, WitnessedClient } from "../../mock-server/witness.ts";
import { mockProtocol, type SessionSummary } from "../bridge/engine-api.ts";
import { openCapture } from "../capture/opening.ts";
import type { Capture } from "../capture/store.ts";
import { systemClock } from "../clock/clock.ts";
import type { ObserverEvent } from "../model/event.ts";
import type { FaultStrike } from "../model/fault.ts";
import type { Command } from "../model/form.ts";
import type { TransportSink } from "../model/transport.ts";
import { protocolById } from "../protocols/registry.ts";
import { Recorder } from "../runner/recorder.ts";
import { faultEvent } from "./fault-event.ts";
import type { Hosted } from "./hosted.ts";
import { MessageReader } from "./message-reader.ts";
import { MockConversations } from "./mock-conversations.ts";
import { noDoor } from "./no-door.ts";
import { Rate } from "./rate.ts";
import type { CapturePlace, SessionListener } from "./session.ts";
import type { SharedSecrets } from "./shared-secrets.ts";
import { DroppedRows } from "./size-event.ts";
import { SkippedClients } from "./skipped-clients.ts";
import { SummaryNews } from "./summary-news.ts";

/** As the runner does it: a verdict that rests on silence is at most so late. */
const tickMs = 250;
/** Clients whose traffic is recorded at a time: a broadcast to thousands must not wait for its record. */
export const recordedClients = 200;

export interface MockRecordingPlan {
  readonly id: string;
  /** The mock server's, such as `http://127.0.0.1:4010`. */
  readonly origin: string;
  readonly place: CapturePlace;
  readonly secrets: SharedSecrets;
}

export class MockRecording implements Hosted, Witness {
  readonly id: string;
  readonly capture: Capture;
  readonly reader: MessageReader;
  readonly #origin: string;
  readonly #listener: SessionListener;
  readonly #startedAt = systemClock.now();
  readonly #conversations: MockConversations;
  readonly #skipped = new SkippedClients(recordedClients);
  readonly #rate = new Rate();
  readonly #changes = new SummaryNews(
    () => this.summary(),
    (summary) => this.#listener.changed(summary),
  );
  readonly #ticks: NodeJS.Timeout;
  readonly #over = Promise.withResolvers<void>();
  #state: "recording" | "over" | "closed" = "recording";
  #clients = 0;
  #verdictCount = 0;
  #captureFailure: string | undefined;
  readonly #writer: ReturnType<SharedSecrets["before"]>;

  constructor({ id, origin, place, secrets }: MockRecordingPlan, listener: SessionListener) {
    this.id = id;
    this.#origin = origin;
    this.#listener = listener;
    this.capture = openCapture(place.path, place);
    // For connections that never agreed on anything: they are shown frame by frame.
    this.reader = new MessageReader(this.capture.reader, protocolById("websocket"), { labelsClients: true });
    this.capture.describe({
      title: this.#title,
      session: id,
      url: origin,
      protocol: mockProtocol,
      startedAt: this.#startedAt,
    });
    this.#writer = secrets.before(this.capture);
    this.#conversations = new MockConversations(({ protocol }) => this.#createRecorder(protocol));
    this.capture.onChange = () => {
      this.#changes.touch();
      listener.captured(this);
    };
    const dropped = new DroppedRows(place.maxBytes ?? (() => 0));
    this.capture.onDropped = (count) => this.#tell(dropped.dropped(count, systemClock.now()));
    this.capture.onFailure = (reason) => {
      this.#captureFailure = reason;
      listener.log("error", `${this.#title}: ${reason} Its recording was stopped.`);
      this.#changes.touch();
    };
    this.#ticks = setInterval(() => this.#conversations.tick(systemClock.now()), tickMs);
  }

  /** The mock server still runs, and nobody closed its timeline. */
  get isRecording(): boolean {
    return this.#state === "recording";
  }

  came(client: WitnessedClient): TransportSink | undefined {
    if (this.#state !== "recording") return undefined;
    if (this.#clients >= recordedClients) {
      this.#tell(this.#skipped.skipped(systemClock.now()));
      this.#changes.touch();
      return undefined;
    }
    this.#clients += 1;
    const conversation = this.#conversations.begin(client);
    const { recorder } = conversation;
    const record = (write: (at: number) => void): void => {
      if (this.#state === "recording") write(systemClock.now());
    };
    return {
      frame: (frame) => record((at) => recorder.frame(at, client.id, frame)),
      opened: (handshake) => record((at) => recorder.opened(at, client.id, handshake, 1)),
      closed: (close) => {
        record((at) => recorder.closed(at, client.id, close));
        this.#conversations.end(conversation, systemClock.now());
        this.#clients -= 1;
      },
    };
  }

  missedDoor(miss: MissedDoor): void {
    if (this.#state === "recording") this.#tell(noDoor(miss));
  }

  /** A fault has done something. */
  struck(strike: FaultStrike): void {
    if (this.#state === "recording") this.#tell(faultEvent(strike), strike.client);
  }

  /** The mock server has stopped: nothing more comes. */
  end(): void {
    if (this.#state !== "recording") return;
    this.#state = "over";
    clearInterval(this.#ticks);
    this.capture.describe({ verdicts: this.#verdictCount, endedAt: systemClock.now() });
    this.#over.resolve();
    this.#changes.touch();
  }

  summary(): SessionSummary {
    const isOpen = this.#state === "recording" && this.#captureFailure === undefined;
    return {
      id: this.id,
      title: this.#title,
      url: this.#origin,
      protocol: mockProtocol,
      protocolTitle: "Mock server",
      state: isOpen ? "open" : "stopped",
      detail: this.#captureFailure ?? this.#skipped.words(),
      channels: [],
      entries: this.capture.entries,
      ratePerSecond: this.#rate.sample(performance.now(), this.capture.lastSeq),
      verdicts: this.#verdictCount,
      startedAt: this.#startedAt,
      openedAt: this.#startedAt,
      mock: true,
    };
  }

  command(_command: Command): void {
    throw new Error("This is the mock server's own timeline. Publish, and interrupt clients, in the Mock Server view.");
  }

  clear(): void {
    this.capture.clear();
    this.#verdictCount = 0;
  }

  /** Waits for the mock server to stop, so that the ends of its connections are recorded. */
  async stop(): Promise<void> {
    await this.#over.promise;
    this.#close();
    this.capture.close();
  }

  async delete(): Promise<void> {
    this.end();
    this.#close();
    this.capture.delete();
  }

  get #title(): string {
    return `Mock server :${new URL(this.#origin).port}`;
  }

  #createRecorder(protocol: WitnessedClient["protocol"]): Recorder {
    return new Recorder({
      protocol,
      writer: this.#writer,
      onEvent: (event) => this.#count(event),
      newestEntry: () => this.capture.lastSeq,
    });
  }

  #tell(event: ObserverEvent | undefined, connection = 0): void {
    if (!event) return;
    this.#writer.event(systemClock.now(), connection, event);
    this.#count(event);
  }

  #count({ level }: ObserverEvent): void {
    if (level === "warning" || level === "error") this.#verdictCount += 1;
  }

  #close(): void {
    this.#state = "closed";
    this.#changes.stop();
  }
}
