/**
 * The language of templates: LiquidJS with its doors shut. No files, no clock and no chance but those that are given, no
 * prototypes, and bounds on time and size. Used to check templates as well as to render them.
 */
import { filters as builtIn, type Context, type FilterImplOptions, Liquid } from "liquidjs";

export interface TemplateWorld {
  /** ms since the epoch. */
  now(): number;
  /** In [0, 1). */
  random(): number;
}

/** Characters of one text. */
const longestTemplate = 100_000;
/** Reached only by a loop that was not meant. */
const longestRenderingMs = 250;
/** In the units of Liquid, about a character each. */
const mostMemory = 5_000_000;

/** Their business is other files. */
const closedTags = ["include", "render", "layout", "block"];

export function createLiquid(world: TemplateWorld): Liquid {
  const liquid = new Liquid({
    templates: {},
    ownPropertyOnly: true,
    strictFilters: true,
    jsTruthy: true,
    groupedExpressions: true,
    timezoneOffset: 0,
    locale: "en",
    parseLimit: longestTemplate,
    renderLimit: longestRenderingMs,
    memoryLimit: mostMemory,
  });
  for (const tag of closedTags) delete liquid.tags[tag];
  for (const name of dateFilters) liquid.registerFilter(name, atOwnTime(builtIn[name] as Filter, world));
  liquid.registerFilter("sample", (list: unknown, count?: unknown) => sample(list, count, world.random));
  liquid.registerFilter("random_to", (from: unknown, to: unknown) => between(Number(from), Number(to), world.random));
  liquid.registerFilter("to_json", (value: unknown) => JSON.stringify(value ?? null));
  return liquid;
}

type Filter = (this: { context: Context }, ...values: unknown[]) => unknown;

const dateFilters = [
  ...["date", "date_to_long_string", "date_to_rfc822", "date_to_string", "date_to_xmlschema"],
] as (keyof typeof builtIn)[];

/** `"now"` is the mock's time, which in a test is a clock of its own. */
function atOwnTime(filter: Filter, world: TemplateWorld): FilterImplOptions {
  return function (this: { context: Context }, value: unknown, ...values: unknown[]) {
    const isNow = value === "now" || value === "today";
    return filter.call(this, isNow ? new Date(world.now()) : value, ...values);
  } as FilterImplOptions;
}

function sample(list: unknown, count: unknown, random: () => number): unknown {
  const left = Array.isArray(list) ? [...list] : [list];
  const drawn: unknown[] = [];
  const wanted = count === undefined ? 1 : Math.min(Number(count) || 0, left.length);
  while (drawn.length < wanted && left.length > 0) drawn.push(...left.splice(Math.floor(random() * left.length), 1));
  return count === undefined ? drawn[0] : drawn;
}

/** A whole number, both ends included. */
function between(from: number, to: number, random: () => number): number {
  const [low, high] = from <= to ? [from, to] : [to, from];
  return Math.floor(low + random() * (high - low + 1));
}
