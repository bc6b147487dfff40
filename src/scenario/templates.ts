/**
 * Makes values of templates: any JSON value in which texts hold `{{ … }}`. With the same seed, clock and order of use the
 * same values come out. What cannot be made is told as a sentence, and is `null` or empty: nothing throws.
 */
import { Context, type Liquid, Output, type Template as Parsed, toValueSync } from "liquidjs";
import { isRecord } from "../protocols/kit/json.ts";
import { createFakeData } from "./fake-data.ts";
import type { Template } from "./scenario.ts";
import { sentenceOf } from "./template-faults.ts";
import { createLiquid } from "./template-language.ts";
import { ScopeSource, type TemplateContext } from "./template-scope.ts";

export interface TemplateOptions {
  /** All chance follows from it. */
  readonly seed: number;
  /** ms since the epoch. */
  readonly now: () => number;
  /** Told what could not be made, as a sentence. */
  readonly complain?: ((sentence: string) => void) | undefined;
}

type Scope = Readonly<Record<string, unknown>>;
type Maker = (scope: Scope) => unknown;

/** Characters of one text that a template becomes. */
const longestText = 1_000_000;

export class Templates {
  readonly #liquid: Liquid;
  readonly #source: ScopeSource;
  readonly #complain: (sentence: string) => void;
  readonly #texts = new Map<string, Maker>();
  readonly #values = new WeakMap<object, Maker>();
  readonly #expressions = new Map<string, Maker>();

  constructor({ seed, now, complain }: TemplateOptions) {
    const fake = createFakeData(seed, now);
    this.#liquid = createLiquid({ now, random: () => fake.random() });
    this.#source = new ScopeSource(fake, now);
    this.#complain = complain ?? (() => undefined);
  }

  render(template: Template, context: TemplateContext): unknown {
    return this.#makerOf(template)(this.#source.scopeFor(context));
  }

  /** As a text, where only a text makes sense: the name of a topic. */
  text(template: Template, context: TemplateContext): string {
    const value = this.render(template, context);
    if (typeof value === "string") return value;
    return value === null || value === undefined ? "" : (JSON.stringify(value) ?? "");
  }

  /** Whether an expression, such as `state.count > 3`, is true: 0, an empty text and nothing are not. */
  test(expression: string, context: TemplateContext): boolean {
    let maker = this.#expressions.get(expression);
    if (!maker) {
      maker = this.#textMaker(`{{ ${expression} }}`);
      this.#expressions.set(expression, maker);
    }
    return Boolean(maker(this.#source.scopeFor(context)));
  }

  #makerOf(template: Template): Maker {
    if (typeof template === "string") {
      let maker = this.#texts.get(template);
      if (!maker) {
        maker = this.#textMaker(template);
        this.#texts.set(template, maker);
      }
      return maker;
    }
    if (typeof template !== "object" || template === null) return () => template;
    let maker = this.#values.get(template);
    if (!maker) {
      maker = this.#valueMaker(template);
      this.#values.set(template, maker);
    }
    return maker;
  }

  #valueMaker(template: object): Maker {
    if (Array.isArray(template)) {
      const makers = template.map((item) => this.#makerOf(item));
      return (scope) => makers.map((make) => make(scope));
    }
    if (!isRecord(template)) return () => template;
    const makers = Object.entries(template).map(([name, value]) => [name, this.#makerOf(value)] as const);
    return (scope) => Object.fromEntries(makers.map(([name, make]) => [name, make(scope)]));
  }

  #textMaker(text: string): Maker {
    if (!text.includes("{{") && !text.includes("{%")) return () => text;
    let parsed: Parsed[];
    try {
      parsed = this.#liquid.parse(text);
    } catch (error) {
      return () => this.#failed(text, error, null);
    }
    const [only, ...more] = parsed;
    const whole = only instanceof Output && more.length === 0 ? only : undefined;
    return (scope) => {
      try {
        return whole ? this.#valueOf(whole, scope) : this.#written(parsed, scope);
      } catch (error) {
        return this.#failed(text, error, whole ? null : "");
      }
    };
  }

  /** With its own type. */
  #valueOf(output: Output, scope: Scope): unknown {
    const context = new Context(scope, this.#liquid.options, { sync: true }, { liquid: this.#liquid });
    const value: unknown = toValueSync(output.value.value(context, false));
    return (typeof value === "object" && value !== null && !isPlain(value) ? value.valueOf() : value) ?? null;
  }

  #written(parsed: Parsed[], scope: Scope): string {
    const text = String(this.#liquid.renderSync(parsed, scope));
    if (text.length <= longestText) return text;
    throw new Error("it becomes longer than a million characters");
  }

  #failed(text: string, error: unknown, instead: null | ""): null | "" {
    const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    this.#complain(`${sentenceOf(error)} It was ${JSON.stringify(shown)}.`);
    return instead;
  }
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
