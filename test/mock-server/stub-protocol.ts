/** The smallest protocol that a door can have: each test says what its sessions answer. */
import type { FrameData } from "../../src/model/frame.ts";
import type { Message } from "../../src/model/message.ts";
import type { Protocol } from "../../src/model/protocol.ts";
import type { ServerEffect, ServerInput } from "../../src/model/session.ts";
import type { TransportName } from "../../src/model/transport.ts";
import { MisuseError } from "../../src/protocols/kit/misuse-error.ts";

/** One WebSocket message of a client. */
interface StubMessage extends Message {
  readonly kind: "said";
  readonly data: FrameData;
}

export type StubInput = ServerInput<StubMessage>;
export type StubHandler = (input: StubInput) => readonly ServerEffect[];

export function stubProtocol(path: string, transport: TransportName, createHandler: () => StubHandler): Protocol {
  const said = (data: FrameData): StubMessage => ({ kind: "said", data });
  const never = (): never => {
    throw new MisuseError("no-client", "This protocol has no client.");
  };
  const protocol: Protocol<StubMessage> = {
    id: path.slice(1),
    title: `Stub ${path}`,
    transport,
    match: () => 0,
    createDecoder: () => ({ decode: ({ data }) => [said(data)], end: () => [] }),
    read: ({ data }) => said(data),
    summarize: () => "",
    describe: () => ({ facts: [] }),
    labelChannel: (channel) => channel,
    createObserver: () => ({ observe: () => [] }),
    connectForm: [],
    commandForms: [],
    createClientSession: never,
    advise: () => [],
    door: { path, hint: `a hint for ${path}`, sample: { pathAndQuery: `${path}?topic=a`, settings: {} } },
    createServerSession: () => ({ handle: createHandler() }),
  };
  return protocol as unknown as Protocol;
}

/** Accepts every WebSocket, then does what the test says. */
export function socketDoor(path: string, handle: StubHandler): Protocol {
  return stubProtocol(path, "websocket", () => (input) => {
    return input.kind === "requested" ? [{ kind: "accept" }, ...handle(input)] : handle(input);
  });
}

export function httpDoor(path: string, handle: StubHandler): Protocol {
  return stubProtocol(path, "http", () => handle);
}
