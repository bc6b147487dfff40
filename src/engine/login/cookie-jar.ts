/** Cookies of one login: what answers set and take away, and what goes along with the next request. */
import type { HeaderList } from "../../model/frame.ts";
import type { Cookie } from "../../model/login.ts";

export class CookieJar {
  readonly #cookies = new Map<string, string>();
  /** Names that an answer has set. */
  readonly #fresh = new Set<string>();

  /** `headers`: those of the first request, whose Cookie header is the jar's beginning. */
  constructor(headers: HeaderList) {
    for (const [name, value] of headers) {
      if (name.toLowerCase() !== "cookie") continue;
      for (const pair of value.split(";")) this.#put(pair, []);
    }
  }

  /** RFC 6265 section 5.2: `name=value; attributes`; one that has expired is taken away. */
  take(setCookies: readonly string[]): void {
    for (const line of setCookies) {
      const [pair = "", ...attributes] = line.split(";");
      const name = this.#put(pair, attributes);
      if (name !== undefined) this.#fresh.add(name);
    }
  }

  /** What answers have set and not taken away. */
  set(): readonly Cookie[] {
    return [...this.#cookies].filter(([name]) => this.#fresh.has(name));
  }

  with(headers: HeaderList): HeaderList {
    const others = headers.filter(([name]) => name.toLowerCase() !== "cookie");
    const line = [...this.#cookies].map((cookie) => cookie.join("=")).join("; ");
    return line === "" ? others : [...others, ["Cookie", line]];
  }

  #put(pair: string, attributes: readonly string[]): string | undefined {
    const equals = pair.indexOf("=");
    const name = pair.slice(0, Math.max(equals, 0)).trim();
    if (name === "") return undefined;
    if (attributes.some(isOver)) this.#cookies.delete(name);
    else this.#cookies.set(name, pair.slice(equals + 1).trim());
    return name;
  }
}

function isOver(attribute: string): boolean {
  const [name = "", value = ""] = attribute.split("=").map((part) => part.trim());
  if (/^max-age$/i.test(name)) return Number(value) <= 0;
  return /^expires$/i.test(name) && Date.parse(value) < Date.now();
}
