/** Asks which rows of a session are meant. What the filter shows is offered only where that is not everything. */
import type { ExportRange } from "../../bridge/transfer.ts";
import { askOne } from "../asking/questions.ts";
import { counted } from "../numbers.ts";
import type { Session } from "../sessions.ts";
import type { Timelines } from "../timeline/timelines.ts";

/** Undefined when the person dismissed it. */
export async function askRange(
  title: string,
  session: Session,
  timelines: Timelines,
): Promise<ExportRange | undefined> {
  const view = timelines.viewOf(session.id);
  if (!view || view.options.filter === "" || view.matches === session.summary.entries) return { kind: "all" };
  const items = [
    { label: "All rows", description: counted(session.summary.entries, "row"), range: { kind: "all" } as const },
    {
      label: "What the filter shows",
      description: counted(view.matches, "row"),
      detail: view.options.filter,
      range: { kind: "view", view: view.view } as const,
    },
  ];
  const options = { title, placeHolder: "Which rows?" };
  return (await askOne(items, options))?.range;
}
