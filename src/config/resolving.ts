/**
 * Makes an endpoint that can be connected of one that was written down: fills in its variables, reads its cookies, and
 * notes which of the values are secret. Asks and looks up nothing itself.
 */
import type { Endpoint, TlsOptions } from "../model/endpoint.ts";
import type { HeaderList } from "../model/frame.ts";
import type { LoginOutcome, LoginRequest } from "../model/login.ts";
import { readPastedCookies, withCookies } from "./cookies.ts";
import { type Lookup, substitute, type Variable, VariableError } from "./variables.ts";
import type { WrittenEndpoint, WrittenLogin } from "./written-endpoint.ts";

export interface ResolvedEndpoint {
  readonly endpoint: Endpoint;
  /** To be made before connecting; `withLogin` takes what it brings. */
  readonly login?: LoginRequest | undefined;
}

/** A shorter one could not be masked without hiding half of a recording with it. */
export const shortestSecret = 4;

const secretName = /token|secret|passw|passphrase|api_?key|credential|auth|session|cookie|jwt/i;

/** Undefined when the person dismissed a question. Throws a `VariableError` with a sentence. `id` is the endpoint's. */
export async function resolveEndpoint(
  written: WrittenEndpoint,
  id: string,
  lookup: Lookup,
): Promise<ResolvedEndpoint | undefined> {
  try {
    return await new Resolving(written, lookup).endpoint(id);
  } catch (error) {
    if (error instanceof Dismissed) return undefined;
    throw error;
  }
}

export function withLogin(
  endpoint: Endpoint,
  { token: rule }: LoginRequest,
  { cookies, token }: LoginOutcome,
): Endpoint {
  const values = [...cookies.map(([, value]) => value), ...(token === undefined ? [] : [token])];
  const headers = withCookies(endpoint.headers, cookies);
  return {
    ...endpoint,
    headers:
      token === undefined || rule === undefined ? headers : withHeader(headers, rule.header, rule.prefix + token),
    secrets: [...(endpoint.secrets ?? []), ...values.filter(isTelling)],
  };
}

class Dismissed extends Error {}

/** Where a value goes decides whether it is secret: into a header or a login it is, whatever its name. */
type Place = "open" | "private";

class Resolving {
  readonly #written: WrittenEndpoint;
  readonly #lookup: Lookup;
  readonly #secrets = new Set<string>();
  /** A question that stands in two places is asked once. */
  readonly #asked = new Map<string, string>();

  constructor(written: WrittenEndpoint, lookup: Lookup) {
    this.#written = written;
    this.#lookup = lookup;
  }

  async endpoint(id: string): Promise<ResolvedEndpoint> {
    const { name, protocol, followRedirects, maxPayloadBytes, login } = this.#written;
    const url = await this.#text(this.#written.url, "url", "open");
    const settings: Record<string, string> = {};
    for (const [field, value] of Object.entries(this.#written.settings))
      settings[field] = await this.#text(value, `settings.${field}`, "open");
    const headers = await this.#headers(this.#written.headers, "headers");
    const tls = await this.#tls();
    const proxy = await this.#optional(this.#written.proxy, "proxy", "open");
    const all = withCookies(headers, await this.#cookies());
    const route = { tls, proxy };
    const request = login && (await this.#login(login));
    const secrets = [...this.#secrets];
    return {
      endpoint: {
        id,
        name,
        url,
        protocol,
        headers: all,
        settings,
        followRedirects,
        maxPayloadBytes,
        ...route,
        secrets,
      },
      login: request && { ...request, ...route, secrets },
    };
  }

  async #login({ form, json, token, ...login }: WrittenLogin): Promise<LoginRequest> {
    const url = await this.#text(login.url, "login.url", "open");
    const filled: Record<string, string> = {};
    for (const [field, value] of Object.entries(form ?? {}))
      filled[field] = await this.#text(value, `login.form.${field}`, "private");
    const page = login.csrf === true ? url : login.csrf || undefined;
    return {
      url,
      method: login.method,
      headers: await this.#headers(login.headers, "login.headers"),
      form: form && filled,
      json: json === undefined ? undefined : JSON.stringify(await this.#json(json, "login.json")),
      body: await this.#optional(login.body, "login.body", "private"),
      csrfPage: await this.#optional(page, "login.csrf", "open"),
      token,
    };
  }

  async #cookies() {
    const { cookie } = this.#written;
    const text = await this.#optional(cookie, "cookie", "private");
    if (text === undefined) return [];
    const pasted = readPastedCookies(text);
    if (pasted.kind === "wrong") throw new VariableError(`"cookie" of "${this.#written.name}": ${pasted.reason}`);
    for (const [, value] of pasted.cookies) this.#keepTelling(value);
    return pasted.cookies;
  }

  async #headers(headers: HeaderList, at: string): Promise<HeaderList> {
    const filled: (readonly [string, string])[] = [];
    for (const [name, value] of headers)
      filled.push([name, (await this.#text(value, `${at}.${name}`, "private")).trim()]);
    return filled;
  }

  async #tls(): Promise<TlsOptions | undefined> {
    const { tls } = this.#written;
    if (!tls) return undefined;
    const path = async (name: "ca" | "cert" | "key" | "pfx"): Promise<string | undefined> => {
      const filled = await this.#optional(tls[name], `tls.${name}`, "open");
      return filled === undefined || filled.startsWith("-----BEGIN") ? filled : this.#lookup.file(filled);
    };
    const files = { ca: await path("ca"), cert: await path("cert"), key: await path("key"), pfx: await path("pfx") };
    return {
      ...files,
      passphrase: await this.#optional(tls.passphrase, "tls.passphrase", "private"),
      insecure: tls.insecure,
    };
  }

  async #json(value: unknown, at: string): Promise<unknown> {
    if (typeof value === "string") return this.#text(value, at, "private");
    if (Array.isArray(value)) return Promise.all(value.map((item, index) => this.#json(item, `${at}[${index}]`)));
    if (typeof value !== "object" || value === null) return value;
    const filled: Record<string, unknown> = {};
    for (const [name, inner] of Object.entries(value)) filled[name] = await this.#json(inner, `${at}.${name}`);
    return filled;
  }

  async #optional(text: string | undefined, at: string, place: Place): Promise<string | undefined> {
    return text === undefined ? undefined : this.#text(text, at, place);
  }

  async #text(text: string, at: string, place: Place): Promise<string> {
    const stands = `"${at}" of "${this.#written.name}"`;
    const filled = await substitute(text, stands, (variable) => this.#value(variable, stands, place));
    if (filled === undefined) throw new Dismissed();
    return filled;
  }

  async #value(variable: Variable, stands: string, place: Place): Promise<string | undefined> {
    if (variable.kind === "workspaceFolder") return this.#folder(variable.name, stands);
    const { kind, name } = variable;
    const value = await (kind === "env" ? this.#env(name, stands) : this.#ask(kind, name));
    if (value === undefined) return undefined;
    if (kind === "secret" && !canBeMasked(value))
      throw new VariableError(
        `${stands}: the secret "${name}" is shorter than ${shortestSecret} characters, or a word of JSON. Such a value cannot be masked in a recording; write it down instead.`,
      );
    if (kind === "secret") this.#secrets.add(value);
    else if (place === "private" || secretName.test(name)) this.#keepTelling(value);
    return value;
  }

  async #env(name: string, stands: string): Promise<string> {
    const value = this.#lookup.env(name);
    if (value === undefined)
      throw new VariableError(
        `${stands}: the environment has no ${name}. Set it where VS Code or the terminal is started, or use \${secret:${name}}.`,
      );
    return value;
  }

  async #ask(kind: "secret" | "input", name: string): Promise<string | undefined> {
    const key = `${kind}:${name}`;
    const known = this.#asked.get(key);
    if (known !== undefined) return known;
    const value = await this.#lookup[kind](name);
    if (value !== undefined) this.#asked.set(key, value);
    return value;
  }

  #folder(name: string | undefined, stands: string): string {
    const path = this.#lookup.folder(name);
    if (path !== undefined) return path;
    throw new VariableError(
      `${stands}: ${name === undefined ? "no folder is open" : `no workspace folder is called "${name}"`}, so \${workspaceFolder} stands for nothing.`,
    );
  }

  #keepTelling(value: string): void {
    if (isTelling(value)) this.#secrets.add(value);
  }
}

/** What stands everywhere in JSON would be masked everywhere, and leave no JSON. */
function canBeMasked(value: string): boolean {
  return value.length >= shortestSecret && !/^(?:true|false|null)$/.test(value);
}

/** Not every cookie is a secret: `consent=true`, `theme=dark` and `seen=1764052` would mask half of a recording. */
function isTelling(value: string): boolean {
  return value.length >= 12 || (value.length >= 6 && !/^(?:[a-z]+|\d+)$/i.test(value));
}

function withHeader(headers: HeaderList, name: string, value: string): HeaderList {
  return [...headers.filter(([given]) => given.toLowerCase() !== name.toLowerCase()), [name, value]];
}
