/** Subscribe… and Unsubscribe…, for protocols that have them. */
import type { Command, CommandForm } from "../../model/form.ts";
import { askAndGive } from "../asking/ask-command.ts";
import { askSubscription } from "../asking/ask-subscription.ts";
import type { PickSession } from "../asking/pick-session.ts";
import type { PreparedBook } from "../configured/prepared-book.ts";
import { takes } from "../context-keys.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { isOpen } from "../session-words.ts";
import type { Session } from "../sessions.ts";
import { nodeOf } from "../views/nodes.ts";

export function subscribe(
  engine: LazyEngine,
  prepared: PreparedBook,
  pickSession: PickSession,
): (target?: unknown) => Promise<void> {
  return async (target) => {
    const asked = await askForm("subscribe", pickSession, target);
    if (!asked) return;
    const { session, form } = asked;
    const give = (command: Command) => engine.api.command(session.id, command);
    const taken = await askSubscription(`${form.title}: ${session.summary.title}`, prepared.subscriptions(session));
    if (taken?.kind === "ready") await give(taken.command);
    else if (taken) await askAndGive(session, form, give, taken.values);
  };
}

export function unsubscribe(engine: LazyEngine, pickSession: PickSession): (target?: unknown) => Promise<void> {
  return async (target) => {
    const asked = await askForm("unsubscribe", pickSession, target);
    if (!asked) return;
    const { session, form } = asked;
    const give = (command: Command) => engine.api.command(session.id, command);
    const channelField = form.fields.find(({ type }) => type === "channel");
    const node = nodeOf(target, "channel");
    if (node && channelField) await give({ kind: form.kind, values: { [channelField.name]: node.channel.channel } });
    else await askAndGive(session, form, give);
  };
}

interface Asked {
  readonly session: Session;
  readonly form: CommandForm;
}

async function askForm(
  kind: "subscribe" | "unsubscribe",
  pickSession: PickSession,
  target: unknown,
): Promise<Asked | undefined> {
  const session = await pickSession({
    target,
    placeholder: kind === "subscribe" ? "Subscribe in which session?" : "Unsubscribe in which session?",
    fits: (candidate) => isOpen(candidate) && takes(kind)(candidate),
    nothing: "No open session speaks a protocol with subscriptions.",
  });
  const form = session?.protocol.commandForms.find((candidate) => candidate.kind === kind);
  return session && form && { session, form };
}
