/** Plays transcripts against the client half of Server-Sent Events. */
import type { HeaderList } from "../../../src/model/frame.ts";
import type { ClientOptions } from "../../../src/model/protocol.ts";
import type { ClientEffect, ClientInput } from "../../../src/model/session.ts";
import { sse } from "../../../src/protocols/sse/index.ts";
import type { SseMessage } from "../../../src/protocols/sse/messages.ts";
import { HttpClientPlayer, openLine } from "../http-client-player.ts";
import { split } from "../wire.ts";

/** Inputs besides the usual: `opened STATUS CONTENT-TYPE`. An `open` shows method, address, Last-Event-ID and body. */
export class SseClientPlayer extends HttpClientPlayer<SseMessage> {
  constructor(options: Partial<ClientOptions> = {}) {
    super(sse, "http://h/e", options);
  }

  protected answer(verb: string, rest: string, at: number): ClientInput<SseMessage>[] | undefined {
    if (verb !== "opened") return undefined;
    const [status, type] = split(rest);
    const headers: HeaderList = type === "" ? [] : [["Content-Type", type]];
    return [this.opened({ status: Number(status), reason: "", headers, requestHeaders: this.requestHeaders }, at)];
  }

  protected showOpen({ request }: ClientEffect & { readonly kind: "open" }): string {
    const { method = "", url, headers, body } = request;
    const id = headers.find(([name]) => name === "Last-Event-ID")?.[1];
    return openLine([method, url, id === undefined ? "" : `after ${id}`], body);
  }
}
