/** Puts messages on a client's wire with all that faults have made of them: pieces, fragments, pace, compression. */
import type { Clock } from "../../src/clock/clock.ts";
import type { Answer, Outlet } from "../outlet.ts";
import { pieces } from "./changes.ts";
import { GzipBody, gzipHead, gzipWhole } from "./gzip-body.ts";
import type { OutgoingMessage } from "./outgoing.ts";
import { PacedWire } from "./paced-wire.ts";

/** What remains of the head of an answer that trickles. */
const headPieceBytes = 16;

export class Exit {
  readonly #outlet: Outlet;
  readonly #clock: Clock;
  #gzip: GzipBody | undefined;
  /** The body of the one answer is compressed. */
  #isCompressed = false;

  constructor(outlet: Outlet, clock: Clock) {
    this.#outlet = outlet;
    this.#clock = clock;
  }

  /** To be said before the head goes out. */
  compress(): void {
    this.#isCompressed = true;
  }

  get isCompressing(): boolean {
    return this.#isCompressed;
  }

  /** Writes whatever the task writes in small pieces. */
  trickle(task: () => void): void {
    PacedWire.of(this.#outlet.wire(), this.#clock).during({ cutBytes: headPieceBytes }, task);
  }

  /** The head of a body that stays open. */
  head(answer: Answer): void {
    const outlet = this.#outlet;
    if (!this.#isCompressed) {
      outlet.respond(answer);
      return;
    }
    this.#gzip = new GzipBody((bytes) => {
      if (outlet.phase() === "open") outlet.sendPart(bytes, { isText: false, isLast: true });
    });
    outlet.respond(gzipHead(answer));
  }

  message(message: OutgoingMessage): void {
    if (this.#outlet.phase() === "over") return;
    const { cutBytes, bytesPerSecond } = message.treatment;
    const write = () => this.#write(message);
    if (cutBytes === undefined && bytesPerSecond === undefined) write();
    else PacedWire.of(this.#outlet.wire(), this.#clock).during({ cutBytes, bytesPerSecond }, write);
  }

  end(done: () => void): void {
    if (this.#gzip) this.#gzip.end(done);
    else done();
  }

  #write(message: OutgoingMessage): void {
    const outlet = this.#outlet;
    const { bytes, untouched, isText, answer, treatment } = message;
    if (answer) outlet.respond(this.#whole(answer, message));
    else if (this.#gzip) this.#gzip.write(bytes);
    else if (treatment.fragmentBytes !== undefined) {
      const parts = pieces(bytes, treatment.fragmentBytes);
      for (const [index, part] of parts.entries())
        outlet.sendPart(part, { isText, isLast: index === parts.length - 1 });
    } else if (untouched !== undefined) outlet.send(untouched);
    else outlet.sendPart(bytes, { isText, isLast: true });
  }

  #whole(answer: Answer, { bytes, untouched }: OutgoingMessage): Answer {
    if (this.#isCompressed) return gzipWhole(answer, bytes);
    if (untouched !== undefined) return answer;
    const headers = answer.headers.map(([name, value]) =>
      name.toLowerCase() === "content-length" ? ([name, String(bytes.length)] as const) : ([name, value] as const),
    );
    return { ...answer, headers, body: bytes };
  }
}
