/**
 * `config/cable.yml`, adapter and prefix of each environment, and `config/anycable.yml`. ERB in it is not run; what it
 * would say stays open. Pure.
 */
import { parse } from "yaml";

export interface CableAdapter {
  readonly adapter?: string | undefined;
  readonly channelPrefix?: string | undefined;
}

const open = "ERB";

/** Empty when it cannot be read. */
export function readCableYml(text: string): Readonly<Record<string, CableAdapter>> {
  return Object.fromEntries(
    Object.entries(readYml(text)).map(([environment, values]) => [environment, adapterOf(values)]),
  );
}

/** Where `config/anycable.yml` (anycable-rails 1.3 and newer) says that AnyCable's server is in development. */
export function readAnyCableUrl(text: string): string | undefined {
  const { development } = readYml(text);
  const url = known((development as Record<string, unknown> | undefined)?.websocket_url);
  return url !== undefined && /^wss?:\/\//.test(url) ? url : undefined;
}

/** By environment. */
function readYml(text: string): Readonly<Record<string, unknown>> {
  const plain = text.replace(/<%=[\s\S]*?%>/g, withDefault).replace(/<%[\s\S]*?%>/g, "");
  try {
    const read: unknown = parse(plain, { merge: true, logLevel: "silent" });
    return typeof read === "object" && read !== null ? (read as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** `<%= ENV.fetch("ADAPTER", "redis") %>` is redis where nothing else is set. */
function withDefault(tag: string): string {
  return /\bENV\.fetch\(\s*["'][^"']*["']\s*(?:,|\)\s*\{)\s*["']([^"']*)["']/.exec(tag)?.[1] ?? open;
}

function adapterOf(values: unknown): CableAdapter {
  const { adapter, channel_prefix: prefix } = (typeof values === "object" && values !== null ? values : {}) as Record<
    string,
    unknown
  >;
  return { adapter: known(adapter), channelPrefix: known(prefix) };
}

function known(value: unknown): string | undefined {
  return typeof value === "string" && !value.includes(open) ? value : undefined;
}
