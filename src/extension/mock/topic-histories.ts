/** The newest publications of those topics that are unfolded, fetched again when there are others. Draws nothing. */
import type { EngineApi } from "../../bridge/engine-api.ts";
import type { Publication } from "../../model/hub.ts";
import type { MockTopic } from "../../model/mock.ts";

const shown = 20;

interface Fetched {
  /** Of what state of the topic. */
  readonly state: string;
  readonly publications: readonly Publication[];
}

export class TopicHistories {
  readonly #engine: () => EngineApi;
  readonly #changed: () => void;
  readonly #unfolded = new Map<string, Fetched | undefined>();

  /** `changed` is told when there is something else to be drawn. */
  constructor(engine: () => EngineApi, changed: () => void) {
    this.#engine = engine;
    this.#changed = changed;
  }

  unfold(topic: MockTopic): void {
    this.#unfolded.set(topic.topic, undefined);
    this.follow([topic]);
  }

  fold(topic: MockTopic): void {
    this.#unfolded.delete(topic.topic);
  }

  /** The newest first; empty while they are not known. */
  of(topic: string): readonly Publication[] {
    return this.#unfolded.get(topic)?.publications ?? [];
  }

  /** How the topics are by now. */
  follow(topics: readonly MockTopic[]): void {
    for (const topic of topics) {
      const state = stateOf(topic);
      if (!this.#unfolded.has(topic.topic) || this.#unfolded.get(topic.topic)?.state === state) continue;
      // Taken for known until the answer is there, so that it is asked for once.
      this.#unfolded.set(topic.topic, { state, publications: this.of(topic.topic) });
      void this.#fetch(topic.topic, state);
    }
  }

  async #fetch(topic: string, state: string): Promise<void> {
    // The mock server may have been stopped meanwhile; then there is nothing to show.
    const publications = await this.#engine()
      .topicHistory(topic, shown)
      .catch(() => []);
    if (this.#unfolded.get(topic)?.state !== state) return;
    this.#unfolded.set(topic, { state, publications });
    this.#changed();
  }
}

function stateOf({ epoch, publications, kept }: MockTopic): string {
  return `${epoch} ${publications} ${kept}`;
}
