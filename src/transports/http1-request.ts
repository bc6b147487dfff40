/** One request over HTTP/1.1, by undici, on a socket of its own: nothing of another exchange can be mistaken for this one's. */
import { Client, type Dispatcher } from "undici";
import type { Dial } from "./dial.ts";
import { headerList, toWire } from "./headers.ts";
import type { RequestEvents, RunningRequest, Wish } from "./http-request.ts";
import { tapHttpVersion, tapRequestHead } from "./wire-tap.ts";

/** The socket must stand already. */
export function requestOverHttp1({ socket }: Dial, { url, ...wish }: Wish, events: RequestEvents): RunningRequest {
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
  // Until undici listens, which is a moment later.
  socket.on("error", () => {});
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
      onResponseError: (_, error) => events.failed(error),
    },
  );
  return {
    cancel() {
      void client.destroy();
      socket.destroy();
    },
  };
}
