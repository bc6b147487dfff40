/** What a client posts, for protocols over HTTP whose requests have a body of the person's own. */
import type { DataFrame } from "../../model/frame.ts";
import type { Message } from "../../model/message.ts";
import type { Decoder } from "../../model/protocol.ts";
import { nothing } from "./nothing.ts";

export interface RequestBodyMessage extends Message {
  readonly kind: "request_body";
  readonly text: string;
}

export function requestBody(text: string): RequestBodyMessage {
  return { kind: "request_body", text };
}

/** The same with each poll, or nearly so; what it brings is in the reply. */
export function routineRequestBody(text: string): RequestBodyMessage {
  return { kind: "request_body", heartbeat: true, text };
}

/** One message per slice: clients write a body in one piece. */
export class RequestBodyDecoder implements Decoder<RequestBodyMessage> {
  readonly #messageOf: (text: string) => RequestBodyMessage;

  constructor(messageOf: (text: string) => RequestBodyMessage) {
    this.#messageOf = messageOf;
  }

  decode(frame: DataFrame): readonly RequestBodyMessage[] {
    const text = typeof frame.data === "string" ? frame.data : new TextDecoder().decode(frame.data);
    return text === "" ? nothing : [this.#messageOf(text)];
  }

  end(): readonly RequestBodyMessage[] {
    return nothing;
  }

  holdsPart(): boolean {
    return false;
  }
}
