/** What is wrong with templates before anything is made of them: their language, and names that nothing stands behind. */
import { type Liquid, LiquidError } from "liquidjs";
import { closest } from "../reading/faults.ts";
import { fakeNames, isFake } from "./fake-names.ts";
import { createLiquid } from "./template-language.ts";

/** What a template can ask for, with a word for each. */
export const templateNames = {
  now: "This moment as an ISO text; `now.ms` in milliseconds, `now.seconds` in whole seconds.",
  counter: "`counter.NAME` counts up each time that it is used, from 1.",
  fake: "Made-up data that the seed decides: `fake.person.firstName`, `fake.lorem.sentence`, `fake.internet.email`.",
  random: "A number from 0 up to 1, each time another.",
  uuid: "A UUID, each time another.",
  request:
    "What the client asked with: `request.path`, `.query.NAME`, `.headers.NAME`, `.cookies.NAME`, `.token.CLAIM`.",
  message: "What the client said, or what was published.",
  action: "What the client wants done with it, where its protocol names that.",
  topic: "Where it was said or published.",
  client: "`client.id`, the number of the client.",
  state: "The values under `state`, as they are by now.",
} as const;

export interface TemplateSurroundings {
  /** What can be asked for below `state`; undefined when that is not known. */
  readonly state?: readonly string[] | undefined;
}

/** Only parses, so neither time nor chance is asked for. */
const liquid: Liquid = createLiquid({ now: () => 0, random: () => 0 });

/** Sentences about one text; most texts are no templates and cost nothing. */
export function faultsOfTemplate(text: string, surroundings: TemplateSurroundings = {}): readonly string[] {
  return text.includes("{{") || text.includes("{%") ? faultsOf(text, surroundings) : [];
}

/** An expression without its braces, such as `state.count > 3`. */
export function faultsOfExpression(expression: string, surroundings: TemplateSurroundings = {}): readonly string[] {
  if (/\{\{|\}\}|\{%/.test(expression)) return ["An expression stands here without braces, such as state.count > 3."];
  if (expression.trim() === "") return ["This is empty: write an expression, such as state.count > 3."];
  return faultsOf(`{{ ${expression} }}`, surroundings);
}

function faultsOf(text: string, surroundings: TemplateSurroundings): readonly string[] {
  try {
    const templates = liquid.parse(text);
    const names = liquid.globalVariableSegmentsSync(templates);
    return names.flatMap((segments) => nameFault(segments, surroundings) ?? []);
  } catch (error) {
    return [sentenceOf(error)];
  }
}

/** As a sentence of ours, without Liquid's places, which count within the text only. */
export function sentenceOf(error: unknown): string {
  const message = LiquidError.is(error) ? error.message : String(error instanceof Error ? error.message : error);
  const reason = message.replace(/, (?:line|file):.*$/s, "").replace(/\.$/, "");
  const unknown = /^undefined filter: (\S+)/.exec(reason)?.[1];
  if (unknown !== undefined) return unknownFilter(unknown);
  if (/^output "?.*not closed/s.test(reason)) return "This {{ is never closed: add }}.";
  if (/^tag "?.*not closed/s.test(reason)) return `A part of this template is never closed: ${reason}.`;
  return `This template cannot be used: ${reason}.`;
}

function unknownFilter(name: string): string {
  const known = Object.keys(liquid.filters);
  const meant = closest(name, known);
  return meant === undefined
    ? `There is no filter "${name}". Remove it, or see the filters of Liquid.`
    : `There is no filter "${name}". Did you mean "${meant}"?`;
}

type Segments = ReturnType<Liquid["globalVariableSegmentsSync"]>[number];

function nameFault([root, first, second]: Segments, { state }: TemplateSurroundings): string | undefined {
  if (typeof root !== "string") return undefined;
  if (!Object.hasOwn(templateNames, root)) return unknown(root, "", Object.keys(templateNames));
  if (root === "counter" && first === undefined) return 'A counter has a name: write "counter.id".';
  if (root === "fake") return fakeFault(first, second);
  if (root === "state" && typeof first === "string" && state !== undefined && !state.includes(first))
    return state.length === 0 ? `There is no "state.${first}". Add it under "state".` : unknown(first, "state.", state);
  if (root === "request" && typeof first === "string" && !requestNames.includes(first))
    return unknown(first, "request.", requestNames);
  return undefined;
}

/** Parts of `request`. */
export const requestNames = ["path", "query", "headers", "cookies", "token"];

function fakeFault(module: Segments[number] | undefined, method: Segments[number] | undefined): string | undefined {
  const modules = Object.keys(fakeNames);
  if (module === undefined) return `Say which made-up data: fake.person.firstName. Known: ${modules.join(", ")}.`;
  if (typeof module !== "string") return undefined;
  if (!Object.hasOwn(fakeNames, module)) return unknown(module, "fake.", modules);
  const methods = fakeNames[module as keyof typeof fakeNames];
  if (method === undefined) return `Say which of them: fake.${module}.${methods[0]}. Known: ${methods.join(", ")}.`;
  if (typeof method !== "string" || isFake(module, method)) return undefined;
  return unknown(method, `fake.${module}.`, methods);
}

function unknown(name: string, before: string, known: readonly string[]): string {
  const meant = closest(name, known);
  const help = meant === undefined ? `Known: ${known.join(", ")}.` : `Did you mean "${before}${meant}"?`;
  return `Nothing is called "${before}${name}" here. ${help}`;
}
