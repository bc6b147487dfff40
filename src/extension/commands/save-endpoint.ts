/** Save Endpoint…: gives a recent endpoint, or the one behind a session, a name to be found by. */
import type { Endpoint } from "../../model/endpoint.ts";
import type { PickSession } from "../asking/pick-session.ts";
import { askText } from "../asking/questions.ts";
import { isConfigured } from "../configured/configured-endpoints.ts";
import type { EndpointStore, ListedEndpoint } from "../endpoints/endpoint-store.ts";
import { nodeOf } from "../views/nodes.ts";

interface Saving {
  readonly endpoint: Endpoint;
  readonly shown: Omit<ListedEndpoint, "id" | "kind">;
}

export function saveEndpoint(endpoints: EndpointStore, pickSession: PickSession): (target?: unknown) => Promise<void> {
  return async (target) => {
    const node = nodeOf(target, "endpoint");
    const saving = await (node ? fromList(endpoints, node.endpoint) : fromSession(pickSession, target));
    if (!saving) return;
    const name = await askText({
      title: "Save Endpoint",
      prompt: saving.shown.url,
      value: saving.endpoint.name ?? saving.shown.title,
      validateInput: (typed) => (typed.trim() === "" ? "A name is needed to find it again" : undefined),
    });
    if (name === undefined) return;
    const title = name.trim();
    await endpoints.save({ ...saving.endpoint, name: title }, { ...saving.shown, title });
  };
}

async function fromList(endpoints: EndpointStore, listed: ListedEndpoint): Promise<Saving | undefined> {
  const endpoint = await endpoints.read(listed.id);
  return endpoint && { endpoint, shown: listed };
}

async function fromSession(pickSession: PickSession, target: unknown): Promise<Saving | undefined> {
  const session = await pickSession({
    target,
    placeholder: "Save the endpoint of which session?",
    fits: ({ summary }) => !summary.mock,
    nothing: "Connect first: what can be saved is the endpoint of a session.",
  });
  if (!session) return undefined;
  if (isConfigured(session.endpoint.id))
    throw new Error("This endpoint comes from the workspace or the settings, so it need not be saved.");
  const { title, url, protocol, protocolTitle, startedAt } = session.summary;
  return { endpoint: session.endpoint, shown: { title, url, protocol, protocolTitle, usedAt: startedAt } };
}
