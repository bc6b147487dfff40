/** Plays transcripts against the client half of polling. */
import type { HeaderList } from "../../../src/model/frame.ts";
import type { ClientOptions } from "../../../src/model/protocol.ts";
import type { ClientEffect, ClientInput } from "../../../src/model/session.ts";
import { polling } from "../../../src/protocols/polling/index.ts";
import type { PollingMessage } from "../../../src/protocols/polling/messages.ts";
import { HttpClientPlayer, openLine } from "../http-client-player.ts";
import { split } from "../wire.ts";

const positionHeaders = ["if-none-match", "if-modified-since", "prefer", "x-after"];

/**
 * Inputs besides the usual: `answer STATUS Name: value; Name: value | BODY` (head, body and end at once), `head STATUS …` (no
 * end yet). An `open` shows method, address and where it asks from.
 */
export class PollingClientPlayer extends HttpClientPlayer<PollingMessage> {
  constructor(options: Partial<ClientOptions> = {}) {
    super(polling, "http://h/p", options);
  }

  override put(line: string, at: number): readonly string[] {
    // What is on the way to an answer goes by too fast to matter to a transcript.
    return super.put(line, at).filter((shown) => !shown.includes("reading the answer"));
  }

  protected answer(verb: string, rest: string, at: number): ClientInput<PollingMessage>[] | undefined {
    if (verb === "head") return [this.#head(rest, at)];
    if (verb !== "answer") return undefined;
    const [head = "", body = ""] = rest.split(" | ");
    const opened = this.#head(head, at);
    return [opened, ...(body === "" ? [] : this.chunk(body, at)), ...this.ended(at)];
  }

  protected showOpen({ request }: ClientEffect & { readonly kind: "open" }): string {
    const { method = "", url, headers, body } = request;
    const told = headers.filter(([name]) => positionHeaders.includes(name.toLowerCase()));
    return openLine([method, url, told.map(([name, value]) => `${name}: ${value}`).join("; ")], body);
  }

  #head(text: string, at: number): ClientInput<PollingMessage> {
    const [status, list] = split(text);
    const headers: HeaderList = list
      .split("; ")
      .filter((header) => header !== "")
      .map((header) => [header.slice(0, header.indexOf(": ")), header.slice(header.indexOf(": ") + 2)]);
    return this.opened({ status: Number(status), reason: "", headers }, at);
  }
}
