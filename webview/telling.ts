/** What a component has to say to whatever holds it, however deep it stands. */

/** An event that every component on the way to the page lets through, shadow roots and all. */
export function tell(from: EventTarget, name: string, detail?: unknown): void {
  from.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
