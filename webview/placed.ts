/**
 * Puts an element where it belongs, by its style object: lit's own `styleMap` writes a style attribute first, which the
 * page's content security policy does not let through.
 */
import { noChange } from "lit";
import { Directive, directive, type ElementPart } from "lit/directive.js";

type Place = Partial<Record<"left" | "top" | "width" | "height" | "transform", string>>;

class Placed extends Directive {
  render(_place: Place): typeof noChange {
    return noChange;
  }

  override update({ element }: ElementPart, [place]: [Place]): typeof noChange {
    Object.assign((element as HTMLElement).style, place);
    return noChange;
  }
}

/** For the place of an attribute: `<div ${placed({ left: "4px" })}></div>`. */
export const placed = directive(Placed);
