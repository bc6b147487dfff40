/** A capture that is over: opened from a file, or imported. It is looked at like a session, and takes no commands. */
import { basename } from "node:path";
import { mockProtocol, type SessionSummary } from "../bridge/engine-api.ts";
import type { Capture } from "../capture/store.ts";
import type { Command } from "../model/form.ts";
import type { Protocol } from "../model/protocol.ts";
import { protocols } from "../protocols/registry.ts";
import { configuredAgain } from "./configured.ts";
import type { Hosted } from "./hosted.ts";
import { MessageReader } from "./message-reader.ts";

/** Entries looked at between two other turns, to count verdicts in a file that does not tell them. */
const countedAtOnce = 200_000;

export class Recording implements Hosted {
  readonly id: string;
  readonly capture: Capture;
  readonly reader: MessageReader;
  readonly #protocol: Protocol;
  readonly #isMock: boolean;
  readonly #title: string;
  readonly #url: string;
  readonly #startedAt: number;
  readonly #changed: (summary: SessionSummary) => void;
  #verdicts: number;
  #counting: NodeJS.Immediate | undefined;

  constructor(id: string, capture: Capture, changed: (summary: SessionSummary) => void) {
    const { title, url, protocol, settings, startedAt, verdicts } = capture.about;
    this.id = id;
    this.capture = capture;
    this.#changed = changed;
    this.#protocol = configuredAgain(protocolNamed(protocol ?? capture.reader.firstProtocol()), settings);
    this.#isMock = protocol === mockProtocol;
    this.reader = new MessageReader(capture.reader, this.#protocol, { labelsClients: this.#isMock });
    this.#title = title || basename(capture.path);
    this.#url = url ?? "";
    this.#startedAt = startedAt ?? capture.reader.entryAt(capture.firstSeq) ?? 0;
    this.#verdicts = verdicts ?? 0;
    if (verdicts === undefined && capture.entries > 0) this.#count(capture.firstSeq);
  }

  summary(): SessionSummary {
    const { capture } = this;
    return {
      id: this.id,
      title: this.#title,
      url: this.#url,
      protocol: this.#isMock ? mockProtocol : this.#protocol.id,
      protocolTitle: this.#isMock ? "Mock server" : this.#protocol.title,
      subprotocol: capture.reader.lastSubprotocol(),
      state: "stopped",
      detail: `Recorded in ${basename(capture.path)}`,
      channels: [],
      entries: capture.entries,
      ratePerSecond: 0,
      verdicts: this.#verdicts,
      startedAt: this.#startedAt,
      recorded: { path: capture.path },
      ...(this.#isMock ? { mock: true } : undefined),
    };
  }

  command(_command: Command): void {
    throw new Error(
      "This is a recording: there is no connection to send on. Connect to its endpoint for a new session.",
    );
  }

  clear(): void {
    this.capture.clear();
  }

  async stop(): Promise<void> {
    clearImmediate(this.#counting);
    this.capture.close();
  }

  async delete(): Promise<void> {
    clearImmediate(this.#counting);
    this.capture.delete();
  }

  #count(from: number): void {
    this.#counting = setImmediate(() => {
      const { capture } = this;
      const until = Math.min(from + countedAtOnce - 1, capture.lastSeq);
      this.#verdicts += capture.reader.verdictsBetween(from, until);
      if (until < capture.lastSeq) this.#count(until + 1);
      else this.#changed(this.summary());
    });
  }
}

/** One that this version does not have is shown frame by frame. */
function protocolNamed(id: string | undefined): Protocol {
  const [first] = protocols;
  const found =
    protocols.find((protocol) => protocol.id === id) ?? protocols.find(({ id }) => id === "websocket") ?? first;
  if (!found) throw new Error("There are no protocols.");
  return found;
}
