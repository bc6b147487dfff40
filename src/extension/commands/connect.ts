/** Connect to Endpoint…: from an address to a running session with its timeline. */
import type { Endpoint } from "../../model/endpoint.ts";
import { askAddress, type Destination } from "../asking/ask-address.ts";
import { askNewEndpoint, initialSettings } from "../asking/endpoint-form.ts";
import { askWhileWaiting } from "../asking/quick-pick.ts";
import { connectConfigured } from "../configured/connect-configured.ts";
import { showDefinition } from "../configured/definition.ts";
import { type Connecting, connectEndpoint, editAndConnect } from "../endpoints/connect-endpoint.ts";
import { editorProxy } from "../endpoints/editor-proxy.ts";
import { protocolTitles, sampleEndpoint } from "../mock/doors.ts";

export function connect(connecting: Connecting): () => Promise<void> {
  return async () => {
    const { engine, endpoints } = connecting;
    const [titles, mock] = await Promise.all([
      protocolTitles(engine.api),
      engine.api.mockState(),
      connecting.configured.ready(),
    ]);
    const destination = await askAddress({
      configured: connecting.configured.all(),
      doors: mock.doors,
      protocolTitle: (id) => titles.get(id) ?? id,
      listed: () => endpoints.listed(),
      remove: (id) => endpoints.remove(id),
    });
    if (destination) await go(connecting, destination);
  };
}

async function go(connecting: Connecting, destination: Destination): Promise<void> {
  if (destination.kind === "typed") return connectTyped(connecting, destination.url);
  if (destination.kind === "configured") {
    const { endpoint, edit } = destination;
    await (edit ? showDefinition(endpoint) : connectConfigured(connecting, endpoint));
    return;
  }
  const endpoint =
    destination.kind === "door" ? sampleEndpoint(destination.door) : await connecting.endpoints.read(destination.id);
  if (!endpoint) throw new Error("This endpoint is not kept any more.");
  await (destination.edit ? editAndConnect(connecting, endpoint) : connectEndpoint(connecting, endpoint));
}

async function connectTyped(connecting: Connecting, url: string): Promise<void> {
  const { engine } = connecting;
  const probe = await askWhileWaiting(
    url,
    `Asking ${new URL(url).host} which protocol it speaks…`,
    engine.api.probe(url, [], editorProxy(url)),
  );
  if (!probe) return;
  const protocols = await engine.api.protocols();
  const likeliest = protocols.find(({ id }) => id === probe.candidates[0]?.protocol);
  if (!likeliest) throw new Error(`No protocol of Framescope's fits ${url}.`);
  const endpoint: Endpoint = {
    id: crypto.randomUUID(),
    url,
    protocol: likeliest.id,
    headers: [],
    settings: initialSettings(likeliest),
  };
  const answered = await askNewEndpoint({ endpoint, protocols, probe });
  if (answered) await connectEndpoint(connecting, answered);
}
