/** One poll as an observer sees it: what was asked, what came, and how long which part took. */
import type { Handshake, HeaderList } from "../../model/frame.ts";
import type { PollingMessage } from "./messages.ts";

export class Poll {
  readonly handshake: Handshake;
  /** Row of its opening. */
  readonly entry: number;
  /** When the head of its answer came. */
  readonly answeredAt: number;
  /** Undefined where the transport or the recording cannot tell. */
  readonly holdMs: number | undefined;
  reply: PollingMessage | undefined;
  /** Row of its reply; 0 until there is one. */
  replyEntry = 0;

  constructor(at: number, entry: number, handshake: Handshake) {
    this.handshake = handshake;
    this.entry = entry;
    this.answeredAt = at;
    this.holdMs = handshake.timing?.holdMs;
  }

  /** When it began, as far as can be told. */
  get startedAt(): number {
    const { connectMs = 0, requestMs = 0 } = this.handshake.timing ?? {};
    return this.answeredAt - (this.holdMs ?? 0) - requestMs - connectMs;
  }

  get status(): number {
    return this.handshake.response.status;
  }

  get isNews(): boolean {
    return this.reply?.kind === "reply" || this.reply?.kind === "malformed";
  }

  get evidence(): readonly number[] {
    return this.replyEntry === 0 ? [this.entry] : [this.entry, this.replyEntry];
  }

  /** Characters of both heads as HTTP/1.1 writes them; HTTP/2 compresses them. */
  get headerBytes(): number {
    const { request, response } = this.handshake;
    return 30 + request.url.length + headersBytes(request.headers) + headersBytes(response.headers);
  }

  get bodyBytes(): number {
    const reply = this.reply;
    return reply === undefined || reply.kind === "request_body" ? 0 : reply.raw.length;
  }
}

function headersBytes(headers: HeaderList): number {
  // Colon, space, CR and LF.
  return headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
}
