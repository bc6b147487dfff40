/**
 * The mock's half of a conversation, whatever carries it (WebSocket, event stream): subscriptions with history, whispers,
 * presence. What is said goes out through a `ServerWire`.
 */
import type { RequestHead } from "../../model/frame.ts";
import type { Publication, TopicState } from "../../model/hub.ts";
import type { ServerScript } from "../../model/server-script.ts";
import type { ServerEffect, Signal } from "../../model/session.ts";
import { readIdentifier } from "../action-cable/identifier.ts";
import type { Perform } from "../action-cable/messages.ts";
import { isRecord } from "../kit/json.ts";
import { nothing } from "../kit/nothing.ts";
import { oneLine } from "../kit/words.ts";
import type { AnyCableMessage, AnyCableSubscribe, HistoryRequest, Position, PresenceClaim } from "./messages.ts";
import { graceMs } from "./presence-book.ts";
import { historyLimit, historyReply } from "./server-history.ts";
import { ServerPresence } from "./server-presence.ts";
import { note, type ServerSignal, signal } from "./server-signals.ts";
import type { ServerState } from "./server-state.ts";
import { judge } from "./server-streams.ts";

/** How a message reaches the client. */
export interface ServerWire {
  readonly extended: boolean;
  message(body: Readonly<Record<string, unknown>>): ServerEffect;
  data(identifier: string, data: unknown): ServerEffect;
  publication(identifier: string, publication: Publication, position: Position | undefined): ServerEffect;
}

/** What the one who runs the mock allows, and the request that it is judged by. */
export interface HouseRules {
  readonly script: ServerScript;
  readonly request: RequestHead;
}

interface Subscription {
  readonly identifier: string;
  readonly topic: string;
  ready: boolean;
}

/** What waits for the hub's answer, in order for each topic. */
interface Ask {
  readonly identifier: string;
  readonly confirm: boolean;
  readonly history: HistoryRequest | undefined;
  readonly presence: PresenceClaim | undefined;
}

export class ServerConversation {
  readonly sid: string;
  private readonly state: ServerState;
  private readonly wire: ServerWire;
  private readonly presence: ServerPresence;
  private readonly house: HouseRules | undefined;
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly asks = new Map<string, Ask[]>();

  constructor(sid: string, state: ServerState, wire: ServerWire, house: HouseRules | undefined) {
    this.house = house;
    this.sid = sid;
    this.state = state;
    this.wire = wire;
    this.presence = new ServerPresence(sid, state.presence);
  }

  receive(message: AnyCableMessage, at: number): readonly ServerEffect[] {
    switch (message.kind) {
      case "subscribe":
        return this.subscribe(message);
      case "unsubscribe":
        return this.unsubscribe(message.channel);
      case "perform":
        return this.perform(message);
      case "history":
        return this.known(message.channel, "history", ({ topic }) =>
          this.wire.extended
            ? this.ask(topic, {
                identifier: message.channel,
                confirm: false,
                history: message.history,
                presence: undefined,
              })
            : nothing,
        );
      case "whisper":
        return this.known(message.channel, "whisper", ({ topic }) => [
          signal(topic, { kind: "whisper", from: this.sid, data: message.data }),
        ]);
      case "join":
        return this.known(message.channel, "join", ({ identifier, topic }) =>
          this.presence.join(identifier, topic, message.presence),
        );
      case "leave":
        return this.known(message.channel, "leave", ({ identifier, topic }) => this.presence.leave(identifier, topic));
      case "ask_presence":
        return this.known(message.channel, "presence", (subscription) => this.presenceInfo(subscription, at));
      case "ping":
        return [this.wire.message({ type: "pong" })];
      case "malformed":
        return [note(`could not handle a frame: ${message.reason}: ${message.excerpt}`)];
      case "unknown":
        return [note(`unknown command "${oneLine(message.type, 60)}"`)];
      default:
        return nothing;
    }
  }

  subscribe({ channel: identifier, history, presence }: AnyCableSubscribe): readonly ServerEffect[] {
    if (this.subscriptions.has(identifier)) {
      return [note(`already subscribed to ${readIdentifier(identifier).label}: no answer`)];
    }
    const judgement = judge(identifier);
    if (judgement.kind === "ignored") return [note(`${judgement.why}: no answer`)];
    if (judgement.kind === "rejected") return [this.wire.message({ type: "reject_subscription", identifier })];
    if (this.isRefused(identifier, judgement.topic))
      return [this.wire.message({ type: "reject_subscription", identifier })];
    this.add(identifier, judgement.topic);
    const { extended } = this.wire;
    const more = { history: extended ? history : undefined, presence: extended ? presence : undefined };
    return this.ask(judgement.topic, { identifier, confirm: true, ...more });
  }

  /** Subscribes without a word: the session goes on. */
  restore(identifiers: readonly string[]): readonly ServerEffect[] {
    return identifiers.flatMap((identifier) => {
      const judgement = judge(identifier);
      if (judgement.kind !== "accepted" || this.isRefused(identifier, judgement.topic)) return nothing;
      this.add(identifier, judgement.topic);
      return this.ask(judgement.topic, { identifier, confirm: false, history: undefined, presence: undefined });
    });
  }

  joined(topic: TopicState, at: number): readonly ServerEffect[] {
    this.state.noticed(topic.topic, { epoch: topic.epoch, offset: topic.lastOffset });
    const ask = this.asks.get(topic.topic)?.shift();
    const subscription = ask && this.subscriptions.get(ask.identifier);
    if (!ask || !subscription) return nothing;
    subscription.ready = true;
    const { identifier, confirm, history, presence } = ask;
    return [
      ...(confirm ? [this.wire.message({ type: "confirm_subscription", identifier })] : []),
      ...(history ? this.replay(identifier, topic, history, at) : []),
      ...(presence ? this.presence.join(identifier, subscription.topic, presence) : []),
    ];
  }

  published(publication: Publication): readonly ServerEffect[] {
    const position = this.state.positionOf(publication);
    if (this.state.isExcluded(publication.data, this.sid)) return nothing;
    return this.readyOn(publication.topic).map(({ identifier }) =>
      this.wire.publication(identifier, publication, position),
    );
  }

  /** For this client alone. */
  tell(topic: string | undefined, data: unknown): readonly ServerEffect[] {
    return [...this.subscriptions.values()]
      .filter((subscription) => subscription.ready && (topic === undefined || subscription.topic === topic))
      .map(({ identifier }) => this.wire.data(identifier, data));
  }

  /** The server takes the subscriptions to the topic back, though it has confirmed them. */
  takeBack(topic: string): readonly ServerEffect[] {
    const taken = [...this.subscriptions.values()].filter((subscription) => subscription.topic === topic);
    if (taken.length === 0) return nothing;
    const told = taken.flatMap(({ identifier }) => {
      const left = this.presence.leave(identifier, topic);
      this.subscriptions.delete(identifier);
      return [...left, this.wire.message({ type: "reject_subscription", identifier })];
    });
    return [...told, { kind: "leave", topic }];
  }

  signalled({ topic, data }: Signal): readonly ServerEffect[] {
    if (!isRecord(data)) return nothing;
    const told = data as unknown as ServerSignal;
    switch (told.kind) {
      case "whisper":
        if (told.from === this.sid) return nothing;
        return this.readyOn(topic).map(({ identifier }) => this.wire.data(identifier, told.data));
      case "typed":
        if (!this.wire.extended) return nothing;
        return this.readyOn(topic).map(({ identifier }) =>
          this.wire.message({ type: told.type, identifier, message: told.message }),
        );
      case "lost":
        return [{ kind: "wake", timer: `presence ${topic}`, afterMs: graceMs }];
    }
  }

  /** A grace period is over. */
  woke(timer: string, at: number): readonly ServerEffect[] {
    return this.presence.sweep(timer.slice("presence ".length), at);
  }

  /** The connection was cut: the session can be restored for a while. */
  cut(at: number): readonly ServerEffect[] {
    this.state.keep(this.sid, [...this.subscriptions.keys()], at);
    return this.ended(at);
  }

  /** The server itself ended it: there is nothing to come back to. */
  ended(at: number): readonly ServerEffect[] {
    const effects = [...this.subscriptions.values()].flatMap(({ identifier, topic }) =>
      this.presence.lose(identifier, topic, at),
    );
    this.subscriptions.clear();
    return effects;
  }

  private add(identifier: string, topic: string): void {
    this.subscriptions.set(identifier, { identifier, topic, ready: false });
  }

  private ask(topic: string, ask: Ask): readonly ServerEffect[] {
    const asks = this.asks.get(topic);
    if (asks) asks.push(ask);
    else this.asks.set(topic, [ask]);
    return [{ kind: "join", join: { topic, last: historyLimit } }];
  }

  private replay(identifier: string, topic: TopicState, request: HistoryRequest, at: number): readonly ServerEffect[] {
    const reply = historyReply(topic, request, this.state, at);
    switch (reply.kind) {
      case "confirmed":
        return [
          ...reply.replay.map((publication) =>
            this.wire.publication(identifier, publication, this.state.positionOf(publication)),
          ),
          this.wire.message({ type: "confirm_history", identifier }),
        ];
      case "rejected":
        return [note(`history refused: ${reply.why}`), this.wire.message({ type: "reject_history", identifier })];
      case "ignored":
        return [note("history asked for with neither a time nor a position: no answer, as in AnyCable")];
    }
  }

  private unsubscribe(identifier: string): readonly ServerEffect[] {
    const subscription = this.subscriptions.get(identifier);
    if (!subscription) return [note(`not subscribed to ${readIdentifier(identifier).label}: unsubscribe ignored`)];
    const left = this.presence.leave(identifier, subscription.topic);
    this.subscriptions.delete(identifier);
    const isLast = ![...this.subscriptions.values()].some(({ topic }) => topic === subscription.topic);
    return isLast ? [...left, { kind: "leave", topic: subscription.topic }] : left;
  }

  /** `echo` answers its sender alone; any other action reaches the channel's topic, without the action's name. */
  private perform({ channel, action, data }: Perform): readonly ServerEffect[] {
    return this.known(channel, "action", ({ topic }) => {
      const { action: _, ...published } = data;
      const otherwise: ServerEffect =
        action === "echo" ? this.wire.data(channel, data) : { kind: "publish", topic, data: published };
      return [{ kind: "said", topic, action, data: published, otherwise: [otherwise] }];
    });
  }

  private isRefused(channel: string, topic: string): boolean {
    if (!this.house) return false;
    const { script, request } = this.house;
    return script.subscribing({ request, topic, channel, params: readIdentifier(channel).params }) !== undefined;
  }

  private presenceInfo({ identifier, topic }: Subscription, at: number): readonly ServerEffect[] {
    if (!this.wire.extended) return nothing;
    const swept = this.presence.sweep(topic, at);
    return [...swept, this.wire.message({ type: "presence", identifier, message: this.presence.info(topic) })];
  }

  private readyOn(topic: string): Subscription[] {
    return [...this.subscriptions.values()].filter(
      (subscription) => subscription.ready && subscription.topic === topic,
    );
  }

  private known(
    identifier: string,
    command: string,
    act: (subscription: Subscription) => readonly ServerEffect[],
  ): readonly ServerEffect[] {
    const subscription = this.subscriptions.get(identifier);
    if (subscription) return act(subscription);
    return [note(`not subscribed to ${readIdentifier(identifier).label}: ${command} ignored`)];
  }
}
