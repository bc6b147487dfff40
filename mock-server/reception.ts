/**
 * Receives requests and upgrades, finds the door that each of them means, and starts a client connection behind it.
 * Knows nothing of what is said there.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { Alarms } from "../src/clock/alarms.ts";
import type { Values } from "../src/model/form.ts";
import type { RequestHead } from "../src/model/frame.ts";
import type { MockDoor } from "../src/model/mock.ts";
import type { Protocol } from "../src/model/protocol.ts";
import { ClientConnection, type ClientSurroundings, type MockScript } from "./client-connection.ts";
import type { ClientRoster } from "./client-roster.ts";
import { findDoor, type OwnedDoor } from "./doors.ts";
import { HttpOutlet } from "./http-outlet.ts";
import type { Outlet, OutletEvents } from "./outlet.ts";
import { answerDoorPage, answerText, doorList } from "./plain-answers.ts";
import type { ReplayHouse } from "./replay/replay-house.ts";
import { addressOf, collectBody, readHead } from "./request-head.ts";
import { Testimony } from "./testimony.ts";
import { refuseUpgrade } from "./upgrade-refusal.ts";
import { Upgrades } from "./upgrades.ts";
import { watchResponse } from "./watch-response.ts";
import { WebSocketOutlet } from "./websocket-outlet.ts";
import type { Witness } from "./witness.ts";

/** Larger request bodies are answered with 413. */
const maxRequestBytes = 1024 * 1024;

export interface ReceptionOptions
  extends Pick<ClientSurroundings, "hub" | "clock" | "random" | "log" | "shared" | "faults" | "onHappening"> {
  readonly protocols: readonly Protocol[];
  readonly settings?: Readonly<Record<string, Values>> | undefined;
  /** As it is at the moment. */
  readonly script: () => MockScript | undefined;
  readonly roster: ClientRoster;
  /** Plays recordings in place of protocols. */
  readonly replays?: ReplayHouse | undefined;
  readonly doors: () => readonly MockDoor[];
  readonly witness?: Witness | undefined;
}

const noBody = new Uint8Array();

/** Where a request leads: to a door, to the page at `/`, or nowhere. */
type Found =
  | { readonly kind: "door"; readonly owned: OwnedDoor; readonly head: RequestHead }
  | { readonly kind: "root" | "no-door" | "no-url" };

export class Reception {
  readonly #options: ReceptionOptions;
  readonly #upgrades: Upgrades;
  readonly #around: ClientSurroundings;
  #lastId = 0;

  constructor(options: ReceptionOptions) {
    this.#options = options;
    this.#upgrades = new Upgrades({ watched: options.witness !== undefined });
    const { hub, clock, random, log, shared, roster, settings, script, faults, onHappening } = options;
    this.#around = {
      hub,
      clock,
      random,
      log,
      shared,
      get script() {
        return script();
      },
      onHappening,
      faults,
      alarms: new Alarms(clock),
      settings: (protocol) => settings?.[protocol.id],
      onClosed: (client) => roster.remove(client),
    };
  }

  /** Rejects when the client goes away before its request was whole. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const found = this.#find(request, "http");
    if (found.kind !== "door") {
      this.#answerOutside(found, request, response);
      return;
    }
    const { owned, head } = found;
    const id = this.#newId();
    const testimony = this.#testify(id, owned, head, request.socket);
    if (testimony) watchResponse(response, testimony);
    const body = await collectBody(request, maxRequestBytes);
    if (body) testimony?.requestBody(body);
    if (body) this.#admit(id, owned, (events) => new HttpOutlet(response, events)).requested(head, body);
    else answerText(response, 413, "Request bodies may have 1 MiB at most.");
  }

  upgrade(request: IncomingMessage, socket: Socket, firstBytes: Buffer): void {
    const found = this.#find(request, "ws");
    if (found.kind !== "door") {
      socket.on("error", () => socket.destroy());
      this.#answerOutside(found, request, refuseUpgrade(request, socket));
      return;
    }
    const { owned, head } = found;
    const id = this.#newId();
    const testimony = this.#testify(id, owned, head, socket);
    const upgrade = { request, head, socket, firstBytes, testimony };
    let outlet: WebSocketOutlet | undefined;
    const client = this.#admit(id, owned, (events) => {
      outlet = new WebSocketOutlet(this.#upgrades, upgrade, events);
      return outlet;
    });
    client.requested(head, noBody);
    outlet?.requested();
  }

  #find(request: IncomingMessage, scheme: "http" | "ws"): Found {
    const head = readHead(request, scheme);
    if (!head) return { kind: "no-url" };
    const path = new URL(head.url).pathname;
    const { protocols, replays } = this.#options;
    const owned = findDoor(protocols, path, head) ?? replays?.doorAt(path);
    return owned ? { kind: "door", owned, head } : { kind: path === "/" ? "root" : "no-door" };
  }

  #answerOutside({ kind }: Found, request: IncomingMessage, response: ServerResponse): void {
    const { method, url = "", socket, headers } = request;
    const doors = this.#options.doors();
    if (kind === "no-url") answerText(response, 400, "The request's address and Host header make no URL.");
    else if (kind === "root" && (method === "GET" || method === "HEAD")) answerDoorPage(response, doors);
    else {
      answerText(response, 404, `There is no door here. The doors of this mock server: ${doorList(doors)}.`);
      const [path = ""] = url.split("?", 1);
      // Browsers ask for it beside the page at the root.
      if (path === "/favicon.ico") return;
      const asked = `${headers.upgrade === undefined ? method : "WebSocket"} ${path}`;
      const paths = [...new Set(doors.map((door) => door.path))];
      this.#options.witness?.missedDoor({ asked, address: addressOf(socket), doors: paths });
    }
  }

  #newId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #testify(id: number, { protocol, door }: OwnedDoor, request: RequestHead, socket: Socket): Testimony | undefined {
    const { witness } = this.#options;
    if (!witness) return undefined;
    const address = addressOf(socket);
    const sink = witness.came({ id, protocol, door: door.path, address, request });
    const testimony = sink && new Testimony(sink, request, address);
    testimony?.requested();
    return testimony;
  }

  #admit(id: number, owned: OwnedDoor, openOutlet: (events: OutletEvents) => Outlet): ClientConnection {
    const protocol = this.#options.replays?.standInFor(owned) ?? owned.protocol;
    const client = new ClientConnection(id, protocol, owned.door.path, this.#around, openOutlet);
    this.#options.roster.add(client);
    return client;
  }
}
