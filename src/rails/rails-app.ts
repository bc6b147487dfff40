/** Puts together what the files of one Rails app say of its realtime endpoints. Pure: texts in, findings out. */
import { type CableAdapter, readAnyCableUrl, readCableYml } from "./cable-yml.ts";
import { type RailsChannel, readChannels } from "./channels.ts";
import { readCableConfig } from "./environment.ts";
import { type Gems, readGems } from "./gems.ts";
import { readPort } from "./port.ts";
import { readMounts } from "./routes.ts";

/** Texts by their path below the app's folder, with slashes. */
export type AppFiles = ReadonlyMap<string, string>;

/** What is read of an app, besides the sources in `app/channels`. */
export const appFiles = [
  "config/routes.rb",
  "config/cable.yml",
  "config/anycable.yml",
  "config/application.rb",
  "config/environments/development.rb",
  "config/puma.rb",
  "Procfile.dev",
  "bin/dev",
  ".env",
  "Gemfile",
  "Gemfile.lock",
] as const;

export interface RailsApp {
  readonly port: number;
  /** Undefined where the app has no Action Cable. */
  readonly cablePath?: string | undefined;
  /** Where `config.action_cable.url`, or AnyCable's own configuration, sends browsers in development. */
  readonly cableUrl?: string | undefined;
  readonly messageBusPath?: string | undefined;
  readonly usesAnyCable: boolean;
  /** Of development. */
  readonly adapter: CableAdapter;
  readonly channels: readonly RailsChannel[];
  readonly gems: Gems;
}

/** Rails mounts Action Cable there by itself (since 5.0), and message_bus's Railtie its middleware. */
const cablePath = "/cable";
const messageBusPath = "/message-bus";

export function readRailsApp(files: AppFiles): RailsApp {
  const text = (path: (typeof appFiles)[number]): string => files.get(path) ?? "";
  const gems = readGems(text("Gemfile"), text("Gemfile.lock"));
  const mounts = readMounts(text("config/routes.rb"));
  const application = readCableConfig(text("config/application.rb"));
  const development = readCableConfig(text("config/environments/development.rb"));
  const adapter = readCableYml(text("config/cable.yml")).development ?? {};
  const mounted = mounts.find(({ server }) => server === "action-cable")?.path;
  const channels = [...files]
    .filter(([path]) => path.startsWith("app/channels/"))
    .flatMap(([, source]) => readChannels(source));
  const hasCable = mounted !== undefined || files.has("config/cable.yml") || channels.length > 0;
  const hasAnyCable = gems.has("anycable-rails") || gems.has("anycable-rails-core");
  const usesAnyCable = hasAnyCable && (adapter.adapter === undefined || adapter.adapter === "any_cable");
  const bus = mounts.find(({ server }) => server === "message-bus")?.path;
  return {
    port: readPort({
      procfile: text("Procfile.dev"),
      binDev: text("bin/dev"),
      puma: text("config/puma.rb"),
      env: text(".env"),
    }),
    cablePath: hasCable ? (mounted ?? development.mountPath ?? application.mountPath ?? cablePath) : undefined,
    cableUrl:
      development.url ?? application.url ?? (usesAnyCable ? readAnyCableUrl(text("config/anycable.yml")) : undefined),
    messageBusPath: bus ?? (gems.has("message_bus") ? messageBusPath : undefined),
    usesAnyCable,
    adapter,
    channels: channels.sort((a, b) => a.name.localeCompare(b.name)),
    gems,
  };
}
