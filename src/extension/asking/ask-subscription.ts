/** Asks what to subscribe to, where something is kept ready for it; the last item leads to the empty form. */
import type * as vscode from "vscode";
import type { Command } from "../../model/form.ts";
import type { Prepared } from "../../model/prepared.ts";
import { askPick, separator } from "./quick-pick.ts";

export type Subscription =
  /** Nothing is left to be filled in. */
  { readonly kind: "ready"; readonly command: Command } | { readonly kind: "ask"; readonly values: Command["values"] };

interface SubscriptionItem extends vscode.QuickPickItem {
  readonly subscription?: Subscription;
}

/** A parameter that a channel needs and whose value nobody knows: `ChatChannel {"room":""}`. */
const blank = /:""/;

/** Undefined when the question was dismissed. */
export async function askSubscription(title: string, prepared: readonly Prepared[]): Promise<Subscription | undefined> {
  if (prepared.length === 0) return { kind: "ask", values: {} };
  const groups = [...new Set(prepared.map(({ group }) => group))];
  const items: SubscriptionItem[] = groups.flatMap((group) => [
    separator(group ?? "Prepared"),
    ...prepared.filter((item) => item.group === group).map(itemOf),
  ]);
  const other: SubscriptionItem = { label: "$(edit) Another…", subscription: { kind: "ask", values: {} } };
  const taken = await askPick<SubscriptionItem>({
    title,
    placeholder: "Subscribe to what?",
    items: () => [...items, separator("Else"), other],
  });
  return taken?.item.subscription;
}

function itemOf({ name, detail, command }: Prepared): SubscriptionItem {
  const text = Object.values(command.values).join(" · ");
  const isReady = !blank.test(text);
  return {
    label: `$(symbol-event) ${name}`,
    description: [text === name ? "" : text.replace(`${name} `, ""), isReady ? "" : "fill in"]
      .filter(Boolean)
      .join(" · "),
    ...(detail === undefined ? {} : { detail }),
    subscription: isReady ? { kind: "ready", command } : { kind: "ask", values: command.values },
  };
}
