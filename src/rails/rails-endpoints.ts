/** The endpoints of a Rails app in development, with its channels to subscribe to and its actions to perform. Pure. */
import type { Prepared } from "../model/prepared.ts";
import type { RailsAction, RailsChannel } from "./channels.ts";
import type { RailsApp } from "./rails-app.ts";

export interface RailsEndpoint {
  readonly name: string;
  readonly url: string;
  /** A protocol's id. */
  readonly protocol: string;
  readonly subscriptions: readonly Prepared[];
  readonly messages: readonly Prepared[];
  /** What was found out, for a tooltip. */
  readonly notes: readonly string[];
}

/** AnyCable's own server listens there unless its configuration says otherwise. */
const anyCablePort = 8080;

export function railsEndpoints(appName: string, app: RailsApp): readonly RailsEndpoint[] {
  return [...cableEndpoint(appName, app), ...messageBusEndpoint(appName, app)];
}

function cableEndpoint(appName: string, app: RailsApp): readonly RailsEndpoint[] {
  if (app.cablePath === undefined) return [];
  const { adapter, channelPrefix } = app.adapter;
  const port = app.usesAnyCable ? anyCablePort : app.port;
  return [
    {
      name: appName,
      url: whole(app.cableUrl, app.port) ?? `ws://localhost:${port}${app.cablePath}`,
      protocol: app.usesAnyCable ? "anycable" : "action-cable",
      subscriptions: app.channels.map(subscription),
      messages: app.channels.flatMap((channel) => channel.actions.map((action) => message(channel, action))),
      notes: [
        `${app.channels.length} ${app.channels.length === 1 ? "channel" : "channels"} in app/channels`,
        ...(adapter ? [`adapter ${adapter}${channelPrefix ? `, prefix ${channelPrefix}` : ""} in development`] : []),
        ...["rails", "anycable-rails", "turbo-rails"].flatMap((gem) => gemNote(app, gem)),
      ],
    },
  ];
}

function messageBusEndpoint(appName: string, app: RailsApp): readonly RailsEndpoint[] {
  if (app.messageBusPath === undefined) return [];
  const url = `http://localhost:${app.port}${app.messageBusPath}`;
  return [
    {
      name: `${appName} MessageBus`,
      url,
      protocol: "message-bus",
      subscriptions: [],
      messages: [],
      notes: gemNote(app, "message_bus"),
    },
  ];
}

/** `config.action_cable.url` may be a whole address or only a path. */
function whole(url: string | undefined, port: number): string | undefined {
  if (url === undefined) return undefined;
  return url.startsWith("/") ? `ws://localhost:${port}${url}` : url.replace(/^http/, "ws");
}

function subscription({ name, params, streamsFrom, streamsFor }: RailsChannel): Prepared {
  const wanted = params.map((param) => [param, ""] as const);
  const channel = wanted.length === 0 ? name : `${name} ${JSON.stringify(Object.fromEntries(wanted))}`;
  const streams = [
    ...streamsFrom.map((stream) => `streams from ${stream}`),
    ...streamsFor.map((model) => `streams for ${model}`),
  ];
  return {
    group: "Channels of app/channels",
    name,
    ...(streams.length === 0 ? {} : { detail: streams.join(", ") }),
    command: { kind: "subscribe", values: { channel } },
  };
}

function message({ name }: RailsChannel, { name: action, keys }: RailsAction): Prepared {
  const data = JSON.stringify(Object.fromEntries(keys.map((key) => [key, ""])));
  return { group: name, name: action, command: { kind: "perform", values: { channel: name, action, data } } };
}

function gemNote({ gems }: RailsApp, gem: string): readonly string[] {
  const found = [...gems].find(([name]) => name === gem);
  return found ? [`${found[0]} ${found[1]}`.trim()] : [];
}
