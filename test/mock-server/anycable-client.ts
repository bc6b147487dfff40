/** AnyCable's own client, `@anycable/core`, in Node: what its channels are told is put in a mailbox. */
import { type Cable, Channel, type CreateOptions, createCable } from "@anycable/core";
import { onTestFinished } from "vitest";
import { WebSocket } from "ws";
import { Mailbox } from "./mailbox.ts";

export type Told =
  | { readonly kind: "connect"; readonly restored: boolean }
  | { readonly kind: "disconnect" | "close" }
  | { readonly kind: "message"; readonly data: unknown; readonly position: string | undefined }
  | { readonly kind: "presence" | "info"; readonly event: Readonly<Record<string, unknown>> };

class ChatChannel extends Channel<{ room: string }> {
  static override readonly identifier = "ChatChannel";
}

export class AnyCableClient {
  readonly cable: Cable;

  /** `hurried`: connects again after some 20 ms instead of 3 s and more. */
  constructor(url: string, options: Partial<CreateOptions<"actioncable-v1-ext-json">> = {}) {
    this.cable = createCable(url, {
      protocol: "actioncable-v1-ext-json",
      websocketImplementation: WebSocket as never,
      logLevel: "error",
      reconnectStrategy: () => 20,
      ...options,
    });
    onTestFinished(() => this.cable.disconnect());
  }

  subscribe(room: string): { readonly channel: Channel<{ room: string }>; readonly told: Mailbox<Told> } {
    return this.#watch(new ChatChannel({ room }));
  }

  stream(name: string): { readonly channel: Channel; readonly told: Mailbox<Told> } {
    return this.#watch(this.cable.streamFrom(name) as unknown as Channel);
  }

  #watch<C extends Channel<{ room: string }> | Channel>(
    channel: C,
  ): { readonly channel: C; readonly told: Mailbox<Told> } {
    const told = new Mailbox<Told>();
    const events = channel as unknown as Channel;
    events.on("connect", ({ restored = false }) => told.put({ kind: "connect", restored }));
    events.on("disconnect", () => told.put({ kind: "disconnect" }));
    events.on("close", () => told.put({ kind: "close" }));
    events.on("message", (data, meta) => {
      const { epoch, offset } = (meta ?? {}) as { epoch?: string; offset?: number };
      told.put({ kind: "message", data, position: epoch === undefined ? undefined : `${epoch}/${offset}` });
    });
    events.on("presence", (event) => told.put({ kind: "presence", event: event as never }));
    events.on("info", (event) => told.put({ kind: "info", event: event as never }));
    this.cable.subscribe(channel as never);
    return { channel, told };
  }
}
