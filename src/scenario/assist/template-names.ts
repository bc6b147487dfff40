/** What can be written within `{{ … }}`: names, made-up data, state and filters, each with its explanation. */
import { fakeNames } from "../fake-names.ts";
import { requestNames, templateNames } from "../template-faults.ts";

export interface TemplateSpot {
  /** What stands before the word within the same name: `fake.person.`. */
  readonly path: string;
  /** After a `|`. */
  readonly isFilter: boolean;
  readonly from: number;
  readonly to: number;
}

/** Undefined where no template is being written. */
export function templateSpot(text: string, offset: number): TemplateSpot | undefined {
  const lineFrom = text.lastIndexOf("\n", offset - 1) + 1;
  const before = text.slice(lineFrom, offset);
  const opened = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"));
  const closed = Math.max(before.lastIndexOf("}}"), before.lastIndexOf("%}"));
  if (opened < 0 || closed > opened) return undefined;
  const inner = before.slice(opened + 2);
  if (quotes(inner, "'") % 2 === 1 && quotes(inner, '"') % 2 === 1) return undefined;
  const [, path = "", word = ""] = /([\w.]*\.)?(\w*)$/.exec(inner) ?? [];
  const rest = /^\w*/.exec(text.slice(offset))?.[0].length ?? 0;
  return { path, isFilter: /\|\s*\w*$/.test(inner), from: offset - word.length, to: offset + rest };
}

export interface TemplateWord {
  readonly name: string;
  readonly explanation?: string | undefined;
}

export function templateWords(
  { path, isFilter }: TemplateSpot,
  stateNames: readonly string[],
): readonly TemplateWord[] {
  if (isFilter) return filters;
  const [root, module] = path.split(".");
  switch (root) {
    case "":
      return Object.entries(templateNames).map(([name, explanation]) => ({ name, explanation }));
    case "fake":
      if (!module) return Object.keys(fakeNames).map((name) => ({ name }));
      return (Object.hasOwn(fakeNames, module) ? fakeNames[module as keyof typeof fakeNames] : []).map((name) => ({
        name,
      }));
    case "state":
      return stateNames.map((name) => ({ name }));
    case "request":
      return requestNames.map((name) => ({ name }));
    case "now":
      return ["ms", "seconds"].map((name) => ({ name }));
    case "client":
      return [{ name: "id" }];
    default:
      return [];
  }
}

/** Those that messages are made with; all of Liquid's can be used. */
const filters: readonly TemplateWord[] = [
  { name: "plus", explanation: "`{{ state.count | plus: 1 }}`" },
  { name: "minus", explanation: "`{{ state.count | minus: 1 }}`" },
  { name: "times", explanation: "`{{ message.amount | times: 2 }}`" },
  { name: "modulo", explanation: "`{{ counter.id | modulo: 3 }}`" },
  { name: "round", explanation: "`{{ random | times: 100 | round: 1 }}`" },
  { name: "random_to", explanation: "A whole number: `{{ 1 | random_to: 6 }}`" },
  { name: "sample", explanation: 'One of a list by chance: `{{ "a,b,c" | split: "," | sample }}`' },
  { name: "default", explanation: 'Where there is nothing: `{{ message.name | default: "you" }}`' },
  { name: "date", explanation: '`{{ now | date: "%H:%M:%S" }}`, in UTC' },
  { name: "upcase", explanation: "In capitals." },
  { name: "downcase", explanation: "In small letters." },
  { name: "capitalize", explanation: "With a capital first." },
  { name: "append", explanation: '`{{ topic | append: ":log" }}`' },
  { name: "replace", explanation: '`{{ topic | replace: "chat:", "" }}`' },
  { name: "split", explanation: "Makes a list of a text." },
  { name: "join", explanation: "Makes a text of a list." },
  { name: "size", explanation: "How long a text or a list is." },
  { name: "first", explanation: "Of a list." },
  { name: "last", explanation: "Of a list." },
  { name: "escape", explanation: "For HTML: `<` becomes `&lt;`." },
  { name: "to_json", explanation: "The value as JSON text." },
  { name: "truncate", explanation: "`{{ message.body | truncate: 20 }}`" },
];

function quotes(text: string, quote: string): number {
  return text.split(quote).length - 1;
}
