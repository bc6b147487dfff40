/** `config/cable.yml`: adapter and prefix of each environment. ERB in it is not run; what it would say stays open. Pure. */
import { parse } from "yaml";

export interface CableAdapter {
  readonly adapter?: string | undefined;
  readonly channelPrefix?: string | undefined;
}

const open = "ERB";

/** Empty when it cannot be read. */
export function readCableYml(text: string): Readonly<Record<string, CableAdapter>> {
  const plain = text.replace(/<%=[\s\S]*?%>/g, withDefault).replace(/<%[\s\S]*?%>/g, "");
  let read: unknown;
  try {
    read = parse(plain, { merge: true, logLevel: "silent" });
  } catch {
    return {};
  }
  if (typeof read !== "object" || read === null) return {};
  return Object.fromEntries(Object.entries(read).map(([environment, values]) => [environment, adapterOf(values)]));
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
