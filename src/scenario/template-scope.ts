/** What the names in templates stand for, looked up when they are used. Knows no Liquid but its way to answer to names. */
import { Drop } from "liquidjs";
import type { RequestHead } from "../model/frame.ts";
import type { FakeData } from "./fake-data.ts";
import { requestParts } from "./request-parts.ts";

/** What is known where a template is used; what is missing is nothing there. */
export interface TemplateContext {
  readonly request?: RequestHead | undefined;
  /** Any JSON value. */
  readonly message?: unknown;
  readonly action?: string | undefined;
  readonly topic?: string | undefined;
  readonly client?: { readonly id: number } | undefined;
  readonly state?: Readonly<Record<string, unknown>> | undefined;
}

/** What is the same for all templates of one mock. */
export class ScopeSource {
  readonly #fake: FakeData;
  readonly #now: () => number;
  readonly #counters = new Counters();
  readonly #fakes: FakeModules;

  constructor(fake: FakeData, now: () => number) {
    this.#fake = fake;
    this.#now = now;
    this.#fakes = new FakeModules(fake);
  }

  scopeFor({ request, ...given }: TemplateContext): Readonly<Record<string, unknown>> {
    const [data, now] = [this.#fake, this.#now];
    return {
      ...given,
      counter: this.#counters,
      fake: this.#fakes,
      get now() {
        return new Moment(now());
      },
      get random() {
        return data.random();
      },
      get uuid() {
        return data.uuid();
      },
      get request() {
        return request && shownRequest(request);
      },
    };
  }
}

class Moment extends Drop {
  readonly #ms: number;

  constructor(ms: number) {
    super();
    this.#ms = ms;
  }

  override liquidMethodMissing(name: string | number): unknown {
    if (name === "ms") return this.#ms;
    return name === "seconds" ? Math.floor(this.#ms / 1000) : undefined;
  }

  override valueOf(): string {
    return new Date(this.#ms).toISOString();
  }
}

class Counters extends Drop {
  readonly #values = new Map<string, number>();

  override liquidMethodMissing(name: string | number): number {
    const next = (this.#values.get(String(name)) ?? 0) + 1;
    this.#values.set(String(name), next);
    return next;
  }

  override valueOf(): null {
    return null;
  }
}

class FakeModules extends Drop {
  readonly #fake: FakeData;

  constructor(fake: FakeData) {
    super();
    this.#fake = fake;
  }

  override liquidMethodMissing(module: string | number): FakeModule {
    return new FakeModule(this.#fake, String(module));
  }

  override valueOf(): null {
    return null;
  }
}

class FakeModule extends Drop {
  readonly #fake: FakeData;
  readonly #module: string;

  constructor(fake: FakeData, module: string) {
    super();
    this.#fake = fake;
    this.#module = module;
  }

  override liquidMethodMissing(method: string | number): unknown {
    return this.#fake.make(this.#module, String(method));
  }

  override valueOf(): null {
    return null;
  }
}

/** Of several values of a name the first. */
function shownRequest(request: RequestHead): unknown {
  const { path, query, headers, cookies, token } = requestParts(request);
  return { path, query: firsts(query), headers: firsts(headers), cookies: firsts(cookies), token };
}

function firsts(values: ReadonlyMap<string, readonly string[]>): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries([...values].map(([name, [first]]) => [name, first]));
}
