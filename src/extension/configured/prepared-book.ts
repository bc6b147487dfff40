/** What is kept ready for a session: with its endpoint, or told from the app's source that answers at the same address. */
import * as vscode from "vscode";
import type { Prepared } from "../../model/prepared.ts";
import type { ChannelStatus } from "../../model/session.ts";
import type { Session, Sessions } from "../sessions.ts";
import { channelClass, channelText } from "./channel-text.ts";
import type { ConfiguredEndpoint, ConfiguredEndpoints } from "./configured-endpoints.ts";

export class PreparedBook {
  readonly #configured: ConfiguredEndpoints;
  readonly #sessions: Sessions;

  constructor(configured: ConfiguredEndpoints, sessions: Sessions) {
    this.#configured = configured;
    this.#sessions = sessions;
  }

  messages(session: Session): readonly Prepared[] {
    const own = this.source(session)?.read.endpoint?.messages ?? [];
    const recognised = this.#recognised(session).flatMap(({ read }) => read.endpoint?.messages ?? []);
    const { channels } = session.summary;
    return [
      ...own.map((message) => asNamed(message, channels)),
      ...recognised.flatMap((message) => inChannels(message, channels)),
    ];
  }

  subscriptions(session: Session): readonly Prepared[] {
    const own = this.source(session)?.read.endpoint?.subscriptions ?? [];
    return [...own, ...this.#recognised(session).flatMap(({ read }) => read.endpoint?.subscriptions ?? [])];
  }

  /** Where the session's endpoint is written down; undefined where it is not, or only recognised. */
  source(session: Session): ConfiguredEndpoint | undefined {
    const found = this.#configured.get(session.endpoint.id);
    return found?.group.kind === "rails" ? undefined : found;
  }

  /** Tells the messages again whenever they change. */
  follow(begun: Session, now: () => Session, tell: (messages: readonly Prepared[]) => void): vscode.Disposable {
    let told = JSON.stringify(this.messages(begun));
    const look = (): void => {
      const messages = this.messages(now());
      const text = JSON.stringify(messages);
      if (text === told) return;
      told = text;
      tell(messages);
    };
    return vscode.Disposable.from(this.#configured.onChanged(look), this.#sessions.onChanged(look));
  }

  #recognised({ endpoint }: Session): readonly ConfiguredEndpoint[] {
    const at = addressOf(endpoint.url);
    return this.#configured
      .all()
      .filter(
        ({ group, read }) =>
          group.kind === "rails" && read.endpoint?.protocol === endpoint.protocol && addressOf(read.url) === at,
      );
  }
}

/** With the identifiers of subscribed channels in place of what means them, so that the composer's field can show them. */
function asNamed({ command, ...message }: Prepared, channels: readonly ChannelStatus[]): Prepared {
  const identifiers = new Map(channels.map(({ channel }) => [channelText(channel), channel]));
  const values = Object.entries(command.values).map(([name, value]) => [name, identifiers.get(value.trim()) ?? value]);
  return { ...message, command: { ...command, values: Object.fromEntries(values) } };
}

/** One for each subscribed channel of the class that the message is for. */
function inChannels({ group, name, command }: Prepared, channels: readonly ChannelStatus[]): readonly Prepared[] {
  const of = channels.filter(
    ({ channel, state }) => state !== "rejected" && channelClass(channel) === command.values.channel,
  );
  return of.map(({ channel, label }) => ({
    group: of.length === 1 ? group : label,
    name,
    command: { ...command, values: { ...command.values, channel } },
  }));
}

/** localhost and 127.0.0.1 are the same machine. */
function addressOf(text: string): string {
  if (!URL.canParse(text)) return text;
  const { host, pathname } = new URL(text);
  return host.replace(/^(?:127\.0\.0\.1|\[::1\])(?=:|$)/, "localhost") + pathname.replace(/\/$/, "");
}
