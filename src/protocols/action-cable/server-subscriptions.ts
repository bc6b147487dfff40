/**
 * The mock's subscriptions of one connection: which identifier hears which topic, confirmed only when the hub has answered.
 * Answers as Rails does, silence included. Knows no app: an unknown class is whatever does not end in "Channel".
 */
import type { RequestHead } from "../../model/frame.ts";
import type { Publication } from "../../model/hub.ts";
import type { ServerScript } from "../../model/server-script.ts";
import type { ServerEffect } from "../../model/session.ts";
import { nothing } from "../kit/nothing.ts";
import { readIdentifier } from "./identifier.ts";
import type { Perform } from "./messages.ts";
import { note, send } from "./server-effects.ts";
import { confirmationFrame, dataFrame, publicationFrame, rejectionFrame } from "./server-messages.ts";
import { topicOf } from "./topics.ts";

interface Subscription {
  readonly identifier: string;
  readonly topic: string;
  confirmed: boolean;
}

export class ServerSubscriptions {
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly script: ServerScript | undefined;
  /** Kept for the script alone. */
  private request: RequestHead | undefined;

  constructor(script?: ServerScript | undefined) {
    this.script = script;
  }

  /** The request that opened the connection. */
  opened(request: RequestHead): void {
    if (this.script) this.request = request;
  }

  subscribe(text: string): readonly ServerEffect[] {
    const identifier = readIdentifier(text);
    const { label, fault, channelName = "", params, signed } = identifier;
    if (this.subscriptions.has(text)) return [note(`already subscribed to ${label}: no answer, as in Rails`)];
    if (fault !== undefined) return [note(`identifier ${label} is ${fault}: no answer`)];
    if (!isChannelClass(channelName)) {
      return [note(`no channel class is called ${channelName}: no answer, as in Rails`)];
    }
    // turbo-rails rejects a signed name that is missing or forged.
    const forged = channelName === "Turbo::StreamsChannel" && !signed;
    if (params.reject === true || forged) return [send(rejectionFrame(text))];
    const topic = topicOf(identifier);
    const { request } = this;
    if (request && this.script?.subscribing({ request, topic, channel: text, params }))
      return [send(rejectionFrame(text))];
    return this.join(text, topic);
  }

  /** The hub has answered: every subscription that waits for this topic is confirmed. */
  joined(topic: string): readonly ServerEffect[] {
    const effects: ServerEffect[] = [];
    for (const subscription of this.onTopic(topic)) {
      if (subscription.confirmed) continue;
      subscription.confirmed = true;
      effects.push(send(confirmationFrame(subscription.identifier)));
    }
    return effects;
  }

  unsubscribe(text: string): readonly ServerEffect[] {
    const subscription = this.subscriptions.get(text);
    if (!subscription) return [note(`not subscribed to ${readIdentifier(text).label}: unsubscribe ignored`)];
    this.subscriptions.delete(text);
    return this.onTopic(subscription.topic).length > 0 ? nothing : [{ kind: "leave", topic: subscription.topic }];
  }

  /** As a channel that calls `reject` after it was confirmed: Rails sends the rejection, and forgets the subscription. */
  takeBack(topic: string): readonly ServerEffect[] {
    const taken = this.onTopic(topic);
    if (taken.length === 0) return nothing;
    for (const { identifier } of taken) this.subscriptions.delete(identifier);
    return [...taken.map(({ identifier }) => send(rejectionFrame(identifier))), { kind: "leave", topic }];
  }

  /** `echo` answers its sender alone; any other action reaches the channel's topic, without the action's name. */
  perform({ channel, action, data }: Perform): readonly ServerEffect[] {
    const subscription = this.subscriptions.get(channel);
    if (!subscription) return [note(`not subscribed to ${readIdentifier(channel).label}: action ignored`)];
    const { topic } = subscription;
    const { action: _, ...published } = data;
    const otherwise =
      action === "echo" ? send(dataFrame(channel, data)) : ({ kind: "publish", topic, data: published } as const);
    return [{ kind: "said", topic, action, data: published, otherwise: [otherwise] }];
  }

  /** As `broadcast`, for this client alone. */
  tell(topic: string | undefined, data: unknown): readonly ServerEffect[] {
    return [...this.subscriptions.values()]
      .filter((subscription) => subscription.confirmed && (topic === undefined || subscription.topic === topic))
      .map(({ identifier }) => send(dataFrame(identifier, data)));
  }

  /** One frame for each subscription, also where two of one connection share the topic. */
  broadcast(publication: Publication): readonly ServerEffect[] {
    const effects: ServerEffect[] = [];
    for (const { topic, identifier } of this.subscriptions.values()) {
      if (topic === publication.topic) effects.push(send(publicationFrame(identifier, publication)));
    }
    return effects;
  }

  private join(text: string, topic: string): readonly ServerEffect[] {
    const others = this.onTopic(topic);
    const confirmed = others.some((other) => other.confirmed);
    this.subscriptions.set(text, { identifier: text, topic, confirmed });
    // Rails confirms only when the pub/sub backend has acknowledged the stream (rails#26547).
    if (confirmed) return [send(confirmationFrame(text))];
    return others.length > 0 ? nothing : [{ kind: "join", join: { topic } }];
  }

  private onTopic(topic: string): Subscription[] {
    return [...this.subscriptions.values()].filter((subscription) => subscription.topic === topic);
  }
}

function isChannelClass(name: string): boolean {
  return /^[A-Z]\w*(?:::[A-Z]\w*)*$/.test(name) && name.endsWith("Channel") && name !== "Channel";
}
