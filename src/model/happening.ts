/**
 * What a client did on the mock server, in the words of a scenario's triggers: for those who wait for it, answer it or
 * write it down. Knows no protocol: who speaks none of commands just never has one.
 */
import type { RequestHead } from "./frame.ts";

export type Happening =
  /** It came through a door, and may be turned away yet. Over HTTP each request comes anew. */
  | { readonly on: "connect"; readonly request: RequestHead }
  /** It hears the topic from now on. */
  | { readonly on: "subscribe"; readonly topic: string }
  /** It does not hear the topic any more. Not told of the topics that a client still hears when it goes. */
  | { readonly on: "unsubscribe"; readonly topic: string }
  /** It said what an app would act on; see `SaidEffect`. */
  | {
      readonly on: "command";
      readonly topic: string | undefined;
      readonly action: string | undefined;
      readonly data: unknown;
    }
  | { readonly on: "disconnect" };
