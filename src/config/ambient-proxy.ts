/**
 * Which proxy a machine's or an editor's settings name for an address, where the endpoint itself says nothing. Pure: the
 * settings are handed in.
 */
import type { Endpoint } from "../model/endpoint.ts";

export type AmbientProxy = Pick<Endpoint, "proxy" | "noProxy" | "proxyInsecure">;

export type Environment = Readonly<Record<string, string | undefined>>;

/** VS Code's settings `http.proxy`, `http.noProxy`, `http.proxySupport` and `http.proxyStrictSSL`. */
export interface EditorProxySettings {
  readonly proxy: string;
  readonly noProxy: readonly string[];
  readonly support: string;
  readonly strictSsl: boolean;
}

/** A proxy for everything is no proxy for this machine: browsers, Go and VS Code agree on that. */
const loopback = ["localhost", "127.0.0.0/8", "::1"];

const none: AmbientProxy = {};

/**
 * HTTP_PROXY for http and ws, HTTPS_PROXY for https and wss, else ALL_PROXY; NO_PROXY. The lower-case name goes first,
 * as in curl.
 */
export function proxyOfEnvironment(url: string, env: Environment): AmbientProxy {
  const read = (name: string): string => env[name.toLowerCase()] || env[name] || "";
  const proxy = read(/^(?:https|wss):/i.test(url) ? "HTTPS_PROXY" : "HTTP_PROXY") || read("ALL_PROXY");
  return proxy === "" ? none : { proxy, noProxy: exemptions(read("NO_PROXY")) };
}

/** As VS Code itself goes out: its own proxy, else the environment's; none at all where support is off. */
export function proxyOfEditor(url: string, editor: EditorProxySettings, env: Environment): AmbientProxy {
  if (editor.support === "off") return none;
  const inherited = proxyOfEnvironment(url, env);
  const proxy = editor.proxy || inherited.proxy;
  if (proxy === undefined) return none;
  const listed = editor.noProxy.length > 0 ? editor.noProxy.join(",") : env.no_proxy || env.NO_PROXY || "";
  return { proxy, noProxy: exemptions(listed), ...(editor.strictSsl ? {} : { proxyInsecure: true }) };
}

/** What the endpoint says of proxies goes first, also that there is none. */
export function withAmbientProxy<E extends AmbientProxy>(endpoint: E, ambient: AmbientProxy): E {
  return endpoint.proxy === undefined ? { ...endpoint, ...ambient } : endpoint;
}

function exemptions(listed: string): string {
  return [listed, ...loopback].filter((rule) => rule !== "").join(",");
}
