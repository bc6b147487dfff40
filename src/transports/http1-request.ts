/** One request over HTTP/1.1, by undici, on a socket of its own: nothing of another exchange can be mistaken for this one's. */
import type { Socket } from "node:net";
import { Client, type Dispatcher } from "undici";
import { headerList, toWire } from "./headers.ts";
import type { RequestEvents, RunningRequest, Wish } from "./http-request.ts";
import { tapHttpVersion, tapRequestHead } from "./wire-tap.ts";

/** The socket must stand already. */
export function requestOverHttp1(socket: Socket, { url, ...wish }: Wish, events: RequestEvents): RunningRequest {
  const { origin, pathname, search } = new URL(url);
  let httpVersion = "1.1";
  tapRequestHead(socket, origin, (head) => {
    events.requested(head);
    // undici writes head and body in one go.
    process.nextTick(() => {
      if (socket.writableNeedDrain) socket.once("drain", () => events.sent());
      else events.sent();
    });
  });
  tapHttpVersion(socket, (version) => {
    httpVersion = version;
  });
  // undici forgets why a socket broke when its end comes as well, as with a TLS alert.
  let cause: Error | undefined;
  socket.once("error", (error) => {
    cause = error;
  });
  const client = new Client(origin, {
    headersTimeout: 0,
    bodyTimeout: 0,
    // Not at once: undici is not ready for that.
    connect: (_, callback) => process.nextTick(callback, null, socket),
  });
  client.dispatch(
    {
      path: pathname + search,
      method: wish.method as Dispatcher.HttpMethod,
      headers: wish.headers.flatMap(([name, value]) => [name, toWire(value)]),
      body: wish.body ?? null,
    },
    {
      onRequestStart() {},
      onResponseStart(controller, status, _, reason) {
        const raw = (controller.rawHeaders ?? []) as readonly (string | Uint8Array)[];
        events.answered({ status, reason: reason ?? "", httpVersion, headers: headerList(raw) }, controller);
      },
      onResponseData: (_, chunk) => events.data(chunk),
      onResponseEnd: () => events.ended(),
      onResponseError: (_, error) =>
        events.failed((error as { code?: string }).code === "UND_ERR_SOCKET" ? (cause ?? error) : error),
    },
  );
  return {
    cancel() {
      void client.destroy();
      socket.destroy();
    },
  };
}
