/** Concludes from a conversation what went right and wrong. */
import type { ObserverEvent } from "../../model/event.ts";
import type { Observer, ObserverInput } from "../../model/observer.ts";
import { nothing } from "../kit/nothing.ts";
import type { ActionCableMessage } from "./messages.ts";

export class ActionCableObserver implements Observer<ActionCableMessage> {
  observe(_input: ObserverInput<ActionCableMessage>): readonly ObserverEvent[] {
    return nothing;
  }
}
