/** The tree of the mock server: its doors, its topics with their history, who is connected, and what goes wrong on purpose. */
import * as vscode from "vscode";
import type { MockState } from "../../model/mock.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { protocolTitles } from "../mock/doors.ts";
import { mockRows } from "./mock-rows.ts";
import { SteadyTree } from "./steady-tree.ts";
import { Throttled } from "./throttled.ts";

/** Of a topic that is unfolded, the newest. */
const shownPublications = 20;

export function showMock(engine: LazyEngine): vscode.Disposable {
  const tree = new SteadyTree();
  const view = vscode.window.createTreeView("framescope.mock", { treeDataProvider: tree });
  let state: MockState | undefined;
  let titles: ReadonlyMap<string, string> = new Map();
  // The mock server may have been stopped meanwhile; then there is nothing to show.
  const history = (topic: string) => engine.api.topicHistory(topic, shownPublications).catch(() => []);
  const redraw = new Throttled(() => {
    view.description = state?.running ? mockDescription(state) : "";
    tree.show(state?.running ? mockRows(state, { titles, history }) : []);
  });
  return vscode.Disposable.from(
    engine.onMockChanged(async (mock) => {
      state = mock;
      if (mock.running && titles.size === 0) titles = await protocolTitles(engine.api);
      redraw.request();
    }),
    redraw,
    view,
    tree,
  );
}

/** Where it runs, what it plays, and whether it has lost its Redis. */
function mockDescription({ origin: address = "", scenario, redis }: MockState): string {
  const held = redis?.held ? `, ${redis.held} held` : "";
  const origin = redis?.state === "lost" ? `${address} · Redis lost${held}` : address;
  if (!scenario) return origin;
  const { name, phase, problems } = scenario;
  const isWrong = problems.some(({ severity }) => severity === "error");
  return [origin, phase === undefined ? name : `${name}, ${phase}`, ...(isWrong ? ["not as saved"] : [])].join(" · ");
}
