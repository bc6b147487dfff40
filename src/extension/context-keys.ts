/** Tells VS Code which commands make sense right now; the manifest's `enablement` rests on these keys. */
import * as vscode from "vscode";
import type { MockState } from "../model/mock.ts";
import type { EndpointStore } from "./endpoints/endpoint-store.ts";
import type { LazyEngine } from "./lazy-engine.ts";
import { isLive, isOpen } from "./session-words.ts";
import type { Session, Sessions } from "./sessions.ts";

type Key =
  | "hasEndpoints"
  | "hasSessions"
  | "hasLiveSessions"
  | "canSend"
  | "canSubscribe"
  | "canUnsubscribe"
  | "mockRunning"
  | "mockHasClients"
  | "mockHasScenario"
  | "mockHasFaults";

export function followContextKeys(engine: LazyEngine, sessions: Sessions, endpoints: EndpointStore): vscode.Disposable {
  const told = new Map<Key, boolean>();
  const tell = (key: Key, value: boolean): void => {
    if (told.get(key) === value) return;
    told.set(key, value);
    void vscode.commands.executeCommand("setContext", `framescope.${key}`, value);
  };
  const tellSessions = (): void => {
    const all = sessions.all();
    const open = all.filter(isOpen);
    tell("hasSessions", all.length > 0);
    tell("hasLiveSessions", all.some(isLive));
    tell("canSend", open.some(takes()));
    tell("canSubscribe", open.some(takes("subscribe")));
    tell("canUnsubscribe", open.some(takes("unsubscribe")));
  };
  const tellEndpoints = (): void => tell("hasEndpoints", endpoints.listed().length > 0);
  const tellMock = ({ running, clients, scenario, faults }: MockState): void => {
    tell("mockRunning", running);
    tell("mockHasClients", clients.length > 0);
    tell("mockHasScenario", scenario !== undefined);
    tell("mockHasFaults", faults.length > 0);
  };
  tellSessions();
  tellEndpoints();
  return vscode.Disposable.from(
    sessions.onChanged(tellSessions),
    endpoints.onChanged(tellEndpoints),
    engine.onMockChanged(tellMock),
  );
}

/** Whether a session's protocol takes this command; without a kind: any command at all. */
export function takes(kind?: string): (session: Session) => boolean {
  return ({ protocol }) => protocol.commandForms.some((form) => kind === undefined || form.kind === kind);
}
