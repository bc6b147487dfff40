/** The views that are open on captures: gives them their turns to scan, and tells when they have changed. */
import type { EngineEvents } from "../bridge/engine-api.ts";
import type { RowWindow, ViewOptions, ViewState } from "../bridge/rows.ts";
import { View } from "../capture/view.ts";
import type { Hosted } from "./hosted.ts";
import { Pace } from "./pace.ts";
import { buildRows } from "./rows.ts";

const maxViews = 32;
const maxRows = 1_000;

class OpenView {
  readonly id: number;
  readonly session: Hosted;
  readonly view: View;
  readonly pace: Pace;
  turn: NodeJS.Immediate | undefined;
  /** The first scan with these options is not through yet. */
  isSearching = false;
  #toldState: string | undefined;

  constructor(id: number, session: Hosted, options: ViewOptions, events: EngineEvents) {
    this.id = id;
    this.session = session;
    this.view = new View(session.capture, options, session.reader);
    this.pace = new Pace(() => {
      const state = this.state();
      const asText = JSON.stringify(state);
      if (asText === this.#toldState) return;
      this.#toldState = asText;
      events.viewChanged(state);
    });
  }

  state(): ViewState {
    const { view } = this;
    return {
      view: this.id,
      session: this.session.id,
      options: view.options,
      rows: view.rows,
      firstRow: view.firstRow,
      entries: view.capture.entries,
      matches: view.matches,
      scanned: view.scanned,
      failure: view.failure,
      isStopped: view.isStopped,
      scanMs: Math.round(view.scanMs * 10) / 10,
      generation: view.capture.generation,
    };
  }
}

export class Views {
  readonly #events: EngineEvents;
  readonly #views = new Map<number, OpenView>();
  #lastId = 0;

  constructor(events: EngineEvents) {
    this.#events = events;
  }

  /** A short capture is scanned at once; of a long one the state tells how far it got. Throws when too many are open. */
  open(session: Hosted, options: ViewOptions): ViewState {
    if (this.#views.size >= maxViews) throw new Error(`${maxViews} timelines are open. Close one first.`);
    this.#lastId += 1;
    const open = new OpenView(this.#lastId, session, options, this.#events);
    this.#views.set(open.id, open);
    return this.#firstState(open);
  }

  set(id: number, options: ViewOptions): ViewState {
    const open = this.#get(id);
    open.view.options = options;
    return this.#firstState(open);
  }

  stopSearch(id: number): ViewState {
    const open = this.#get(id);
    open.view.stopSearch();
    open.isSearching = false;
    return open.state();
  }

  goOnSearching(id: number): ViewState {
    const open = this.#get(id);
    open.view.goOnSearching();
    return this.#firstState(open);
  }

  close(id: number): void {
    const open = this.#get(id);
    open.pace.stop();
    clearImmediate(open.turn);
    open.view.close();
    this.#views.delete(id);
  }

  closeAllOf(session: Hosted): void {
    for (const open of this.#of(session)) this.close(open.id);
  }

  closeAll(): void {
    for (const id of this.#views.keys()) this.close(id);
  }

  rows(id: number, from: number, count: number): RowWindow {
    const { view, session } = this.#get(id);
    const window = view.window(wholeNumber(from), Math.min(wholeNumber(count), maxRows));
    return {
      view: id,
      generation: session.capture.generation,
      firstRow: view.firstRow,
      from: wholeNumber(from),
      rows: buildRows(window, session.capture.reader, session.reader),
    };
  }

  indexOf(id: number, seq: number): number {
    return this.#get(id).view.indexOf(seq);
  }

  /** Of all entries that it shows so far. */
  seqs(id: number): Iterable<number> {
    return this.#get(id).view.seqs();
  }

  /** A view's own map of rows, and whose it is. */
  lookUp(id: number): { readonly session: Hosted; readonly view: View } {
    return this.#get(id);
  }

  captured(session: Hosted): void {
    for (const open of this.#of(session)) this.#scanLater(open);
  }

  #of(session: Hosted): readonly OpenView[] {
    return [...this.#views.values()].filter((open) => open.session === session);
  }

  #firstState(open: OpenView): ViewState {
    open.isSearching = open.view.scanSlice();
    if (open.isSearching) this.#scanLater(open);
    return open.state();
  }

  /** Not at once: frames that wait in a socket come first, and a slice must not delay them longer than its 8 ms. */
  #scanLater(open: OpenView): void {
    open.turn ??= setImmediate(() => {
      open.turn = undefined;
      const isLeft = open.view.scanSlice();
      // The end of a search is waited for; what comes live after it is not.
      if (open.isSearching && !isLeft) open.pace.hurry();
      else open.pace.touch();
      open.isSearching &&= isLeft;
      if (isLeft) this.#scanLater(open);
    });
  }

  #get(id: number): OpenView {
    const open = this.#views.get(id);
    if (!open) throw new Error("This view is closed.");
    return open;
  }
}

function wholeNumber(value: number): number {
  return Math.max(0, Math.trunc(value)) || 0;
}
