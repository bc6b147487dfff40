/** Asks for one field of a form, by its type. Knows no protocol. */
import type { Field } from "../../model/form.ts";
import type { ChannelStatus } from "../../model/session.ts";
import { askList } from "./ask-list.ts";
import { fault } from "./field-fault.ts";
import { askText } from "./questions.ts";
import { askPick } from "./quick-pick.ts";

export interface FieldQuestion {
  readonly title: string;
  readonly field: Field;
  /** What it holds so far. */
  readonly value: string;
  /** The session's channels, where there is a session. */
  readonly channels: readonly ChannelStatus[];
}

/** Resolves to the field's new value; undefined when the question was dismissed. */
export function askField(question: FieldQuestion): Promise<string | undefined> {
  switch (question.field.type) {
    case "choice":
      return askChoice(question);
    case "channel":
      return askChannel(question);
    case "list":
      return askList(question);
    default:
      return askTextField(question);
  }
}

async function askTextField({ title, field, value }: FieldQuestion): Promise<string | undefined> {
  // Where something is left to be filled in, the cursor stands there: `ChatChannel {"room":""}`.
  const blank = value.indexOf('""') + 1;
  return askText({
    title,
    value,
    ...(blank > 0 ? { valueSelection: [blank, blank] as [number, number] } : {}),
    prompt: [field.label, field.help].filter(Boolean).join(". "),
    placeHolder: field.placeholder ?? "",
    validateInput: (typed) => fault(field, typed),
  });
}

async function askChoice({ title, field, value }: FieldQuestion): Promise<string | undefined> {
  const items = (field.choices ?? []).map((choice) => ({
    label: choice,
    description: choice === value ? "now" : "",
  }));
  const taken = await askPick({
    title,
    placeholder: [field.label, field.help].filter(Boolean).join(". "),
    items: () => items,
    isActive: ({ label }) => label === value,
  });
  return taken?.item.label;
}

/** One of the session's channels, or any other as text: one that we never subscribed to may be the point of the test. */
async function askChannel({ title, field, value, channels }: FieldQuestion): Promise<string | undefined> {
  const known = channels.map(({ channel, label, state }) => ({ label, description: state, detail: channel, channel }));
  const taken = await askPick({
    title,
    placeholder: [field.label, field.help ?? field.placeholder].filter(Boolean).join(". "),
    typed: known.some(({ channel }) => channel === value) ? "" : value,
    items: (typed) =>
      typed.trim() === "" ? known : [...known, { label: typed, detail: "as typed", alwaysShow: true, channel: typed }],
    isActive: ({ channel }) => channel === value,
  });
  return taken?.item.channel;
}
