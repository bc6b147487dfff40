/** Writes the server's messages with Rails' key order and escaping. */
import type { Publication } from "../../model/hub.ts";
import { railsJson } from "./rails-json.ts";

export const welcomeFrame = '{"type":"welcome"}';

/** `unixSeconds` as Rails' pings carry them. */
export function pingFrame(unixSeconds: number): string {
  return `{"type":"ping","message":${unixSeconds}}`;
}

export function confirmationFrame(identifier: string): string {
  return `{"identifier":${railsJson(identifier)},"type":"confirm_subscription"}`;
}

export function rejectionFrame(identifier: string): string {
  return `{"identifier":${railsJson(identifier)},"type":"reject_subscription"}`;
}

export interface Parting {
  readonly reason: string | null;
  readonly reconnect: boolean;
}

export function disconnectFrame({ reason, reconnect }: Parting): string {
  return `{"type":"disconnect","reason":${railsJson(reason)},"reconnect":${reconnect}}`;
}

export function dataFrame(identifier: string, message: unknown): string {
  return `{"identifier":${railsJson(identifier)},"message":${railsJson(message)}}`;
}

interface Encoded {
  readonly message: string;
  readonly frames: Map<string, string>;
}

const encoded = new WeakMap<Publication, Encoded>();

/** Encoded once per publication and identifier, whatever the number of subscribers. */
export function publicationFrame(identifier: string, publication: Publication): string {
  let entry = encoded.get(publication);
  if (!entry) {
    entry = { message: railsJson(publication.data), frames: new Map() };
    encoded.set(publication, entry);
  }
  let frame = entry.frames.get(identifier);
  if (frame === undefined) {
    frame = `{"identifier":${railsJson(identifier)},"message":${entry.message}}`;
    entry.frames.set(identifier, frame);
  }
  return frame;
}
