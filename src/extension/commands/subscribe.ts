/** Subscribe… and Unsubscribe…, for protocols that have them. */
import { askAndGive } from "../asking/ask-command.ts";
import type { PickSession } from "../asking/pick-session.ts";
import { takes } from "../context-keys.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { isOpen } from "../session-words.ts";
import { nodeOf } from "../views/nodes.ts";

export function subscribe(engine: LazyEngine, pickSession: PickSession): (target?: unknown) => Promise<void> {
  return (target) => giveCommand("subscribe", engine, pickSession, target);
}

export function unsubscribe(engine: LazyEngine, pickSession: PickSession): (target?: unknown) => Promise<void> {
  return (target) => giveCommand("unsubscribe", engine, pickSession, target);
}

async function giveCommand(
  kind: "subscribe" | "unsubscribe",
  engine: LazyEngine,
  pickSession: PickSession,
  target: unknown,
): Promise<void> {
  const session = await pickSession({
    target,
    placeholder: kind === "subscribe" ? "Subscribe in which session?" : "Unsubscribe in which session?",
    fits: (candidate) => isOpen(candidate) && takes(kind)(candidate),
    nothing: "No open session speaks a protocol with subscriptions.",
  });
  const form = session?.protocol.commandForms.find((candidate) => candidate.kind === kind);
  if (!session || !form) return;
  const give = (command: Parameters<typeof engine.api.command>[1]) => engine.api.command(session.id, command);
  const channelField = form.fields.find(({ type }) => type === "channel");
  const node = nodeOf(target, "channel");
  if (node && channelField) return give({ kind, values: { [channelField.name]: node.channel.channel } });
  await askAndGive(session, form, give);
}
