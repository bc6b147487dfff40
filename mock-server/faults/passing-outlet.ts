/** An outlet in front of another one that hands everything on; what is to be different is written over. */
import type { FrameData, Handshake, HeaderList } from "../../src/model/frame.ts";
import type { Answer, MessagePart, Outlet, OutletPhase } from "../outlet.ts";

export class PassingOutlet implements Outlet {
  protected readonly outlet: Outlet;

  constructor(outlet: Outlet) {
    this.outlet = outlet;
  }

  accept(subprotocol: string | undefined, headers: HeaderList): Handshake | undefined {
    return this.outlet.accept(subprotocol, headers);
  }

  respond(answer: Answer): void {
    this.outlet.respond(answer);
  }

  send(data: FrameData): void {
    this.outlet.send(data);
  }

  sendPart(bytes: Uint8Array, part: MessagePart): void {
    this.outlet.sendPart(bytes, part);
  }

  close(code: number, reason: string): void {
    this.outlet.close(code, reason);
  }

  end(): void {
    this.outlet.end();
  }

  drop(): void {
    this.outlet.drop();
  }

  fail(): void {
    this.outlet.fail();
  }

  stop(): void {
    this.outlet.stop();
  }

  part(code: number, reason: string): void {
    this.outlet.part(code, reason);
  }

  cut(): void {
    this.outlet.cut();
  }

  reset(): void {
    this.outlet.reset();
  }

  pause(): void {
    this.outlet.pause();
  }

  resume(): void {
    this.outlet.resume();
  }

  phase(): OutletPhase {
    return this.outlet.phase();
  }

  hasCodes(): boolean {
    return this.outlet.hasCodes();
  }

  agreed(answer?: Answer): Handshake {
    return this.outlet.agreed(answer);
  }

  wire(): ReturnType<Outlet["wire"]> {
    return this.outlet.wire();
  }

  pendingBytes(): number {
    return this.outlet.pendingBytes();
  }

  peerAddress(): string {
    return this.outlet.peerAddress();
  }
}
