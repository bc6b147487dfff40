/** A witness that writes down what it is told, one line each, for tests to read. */
import type { MissedDoor, Witness, WitnessedClient } from "../../mock-server/witness.ts";
import type { FaultStrike } from "../../src/model/fault.ts";
import type { Close, Frame, FrameData, Handshake } from "../../src/model/frame.ts";
import { Mailbox } from "./mailbox.ts";

export class WitnessLog implements Witness {
  readonly clients: WitnessedClient[] = [];
  readonly handshakes: Handshake[] = [];
  readonly lines = new Mailbox<string>();
  readonly #wants: (client: WitnessedClient) => boolean;

  constructor(wants: (client: WitnessedClient) => boolean = () => true) {
    this.#wants = wants;
  }

  came(client: WitnessedClient): ReturnType<Witness["came"]> {
    if (!this.#wants(client)) return undefined;
    this.clients.push(client);
    const put = (text: string): void => this.lines.put(`${client.id} ${text}`);
    return {
      frame: (frame) => put(frameLine(frame)),
      opened: (handshake) => {
        this.handshakes.push(handshake);
        put(`opened ${handshake.response.status} ${handshake.subprotocol ?? ""}`.trim());
      },
      closed: (close) => put(closeLine(close)),
    };
  }

  missedDoor({ asked, doors }: MissedDoor): void {
    this.lines.put(`missed ${asked} among ${doors.join(" ")}`);
  }

  struck(strike: FaultStrike): void {
    this.lines.put(`struck ${strike.text}`);
  }

  /** What was told up to the first line that ends so, that one included. */
  async until(end: string): Promise<string[]> {
    const told: string[] = [];
    for (;;) {
      const line = await this.lines.take();
      told.push(line);
      if (line.endsWith(end)) return told;
    }
  }
}

function frameLine(frame: Frame): string {
  const arrow = frame.direction === "sent" ? ">" : "<";
  if ("head" in frame) {
    const { head } = frame;
    return `${arrow} ${"url" in head ? `${head.method} ${new URL(head.url).pathname}` : head.status}`;
  }
  const code = "code" in frame && frame.code !== undefined ? ` ${frame.code}` : "";
  return `${arrow} ${frame.kind}${code} ${textOf(frame.data)}`.trim();
}

function closeLine(close: Close): string {
  switch (close.kind) {
    case "closed":
      return `closed seen ${close.seen?.code ?? "-"} sent ${close.sent?.code ?? "-"} ${close.failure?.code ?? ""}`.trim();
    case "ended":
      return `ended ${close.aborted ? "aborted" : (close.failure?.code ?? "well")}`;
    case "refused":
      return `refused ${close.response.status} ${close.body}`.trim();
    case "failed":
      return `failed ${close.failure.code}`;
  }
}

function textOf(data: FrameData): string {
  return typeof data === "string" ? data : new TextDecoder().decode(data);
}
