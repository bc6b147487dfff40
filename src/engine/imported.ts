/** A capture that was imported from a file: there is nobody to give commands to, and nothing more comes. */
import { basename } from "node:path";
import type { SessionSummary } from "../bridge/engine-api.ts";
import { openCapture } from "../capture/opening.ts";
import type { Capture } from "../capture/store.ts";
import type { CaptureWords } from "../interchange/import-findings.ts";
import type { Command } from "../model/form.ts";
import type { Hosted } from "./hosted.ts";
import { MessageReader } from "./message-reader.ts";

export class Imported implements Hosted {
  readonly id: string;
  readonly capture: Capture;
  readonly reader: MessageReader;
  readonly #words: CaptureWords;
  readonly #source: string;
  readonly #changed: (imported: Imported) => void;
  #verdicts = 0;
  #isWhole = false;

  constructor(id: string, words: CaptureWords, source: string, path: string, changed: (imported: Imported) => void) {
    this.id = id;
    this.#words = words;
    this.#source = source;
    this.#changed = changed;
    this.capture = openCapture(path);
    this.reader = new MessageReader(this.capture.reader, words.protocol);
    const { protocol, url, title, startedAt } = words;
    this.capture.describe({ title: title || titleOf(url), url, protocol: protocol.id, startedAt });
    this.capture.onChange = () => changed(this);
  }

  /** All of it is there. */
  finish(verdicts: number): void {
    this.#verdicts = verdicts;
    this.#isWhole = true;
    this.capture.describe({ verdicts });
    this.capture.commit();
    this.#changed(this);
  }

  summary(): SessionSummary {
    const { protocol, url, title, startedAt } = this.#words;
    return {
      id: this.id,
      title: title || titleOf(url) || basename(this.#source),
      url,
      protocol: protocol.id,
      protocolTitle: protocol.title,
      subprotocol: this.capture.subprotocol,
      state: "stopped",
      detail: `${this.#isWhole ? "imported" : "being imported"} from ${basename(this.#source)}`,
      channels: [],
      entries: this.capture.entries,
      ratePerSecond: 0,
      verdicts: this.#verdicts,
      startedAt,
      openedAt: startedAt,
      recorded: { path: this.#source },
    };
  }

  command(_command: Command): void {
    throw new Error("This capture was imported from a file: there is no connection to give a command to.");
  }

  clear(): void {
    this.capture.clear();
    this.#verdicts = 0;
  }

  async stop(): Promise<void> {
    this.capture.close();
  }

  async delete(): Promise<void> {
    this.capture.delete();
  }
}

function titleOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { host, pathname } = new URL(url);
  return pathname === "/" ? host : host + pathname;
}
