/** What to say when nothing met an expectation: what was wanted, and what came nearest with the reason why it did not. */
import type { Condition } from "./conditions.ts";
import type { NotedHappening } from "./noted-happening.ts";

const mostListed = 3;
const mostCharacters = 120;

/** `came`: all that clients did in that time, oldest first. */
export function nothingLikeIt(
  conditions: readonly Condition[],
  came: readonly NotedHappening[],
  waitedMs: number,
): string {
  const wanted = `Within ${waitedMs} ms no client did this: ${conditions.map(({ wants }) => wants).join(", ")}.`;
  const failures = came.map((noted) => ({ noted, unmet: conditions.filter(({ holds }) => !holds(noted)) }));
  // The fewer conditions fail the nearer; of equals the newer.
  const nearest = failures.reverse().sort((a, b) => weight(a.unmet) - weight(b.unmet));
  if (nearest.length === 0) return `${wanted} Clients did nothing at all.`;
  const listed = nearest
    .slice(0, mostListed)
    .map(({ noted, unmet }) => `${shown(noted)} (${unmet.map(({ otherwise }) => otherwise).join(", ")})`);
  const count = came.length === 1 ? "the one thing that clients did" : `the ${came.length} things that clients did`;
  return `${wanted} Nearest of ${count}: ${listed.join("; ")}.`;
}

/** Another kind of happening is further away than any other difference. */
function weight(unmet: readonly Condition[]): number {
  return unmet.reduce((sum, { isKind }) => sum + (isKind ? 10 : 1), 0);
}

/** Without the request's query and headers: tokens stand there, and this ends up in a test's output. */
function shown({ on, client, door, topic, action, data }: NotedHappening): string {
  const parts = [
    on,
    action !== undefined && JSON.stringify(action),
    topic !== undefined && `${on === "command" ? "on" : "to"} ${topic}`,
    on === "command" && `with ${excerpt(data)}`,
    `by client ${client} at ${door}`,
  ];
  return parts.filter((part) => part !== false).join(" ");
}

function excerpt(data: unknown): string {
  const text = JSON.stringify(data) ?? "nothing";
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
}
