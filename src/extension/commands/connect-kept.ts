/** Connect, and Edit and Connect…, on an endpoint in the tree. */
import type { Endpoint } from "../../model/endpoint.ts";
import { type Connecting, connectEndpoint, editAndConnect } from "../endpoints/connect-endpoint.ts";
import { nodeOf } from "../views/nodes.ts";

export function connectKept(connecting: Connecting): (target?: unknown) => Promise<void> {
  return async (target) => {
    await connectEndpoint(connecting, await read(connecting, target));
  };
}

export function editKept(connecting: Connecting): (target?: unknown) => Promise<void> {
  return async (target) => {
    await editAndConnect(connecting, await read(connecting, target));
  };
}

async function read({ endpoints }: Connecting, target: unknown): Promise<Endpoint> {
  const node = nodeOf(target, "endpoint");
  const endpoint = node && (await endpoints.read(node.endpoint.id));
  if (!endpoint) throw new Error("This endpoint is not kept any more.");
  return endpoint;
}
