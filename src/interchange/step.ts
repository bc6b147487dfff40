/** What an imported file tells, in the recorder's terms and in order of time. */
import type { Close, Frame, Handshake } from "../model/frame.ts";

/** Moments are ms since the epoch. Connections are numbered from 1 within a capture. */
export type Step =
  | { readonly kind: "frame"; readonly at: number; readonly connection: number; readonly frame: Frame }
  | {
      readonly kind: "opened";
      readonly at: number;
      readonly connection: number;
      readonly handshake: Handshake;
      /** The file has nothing of what was agreed on. */
      readonly isPresumed?: boolean | undefined;
    }
  | { readonly kind: "closed"; readonly at: number; readonly connection: number; readonly close: Close }
  /** What the file does not have as it was on the wire: shown as a note at its place. */
  | { readonly kind: "remarked"; readonly at: number; readonly connection: number; readonly remark: Remark };

export interface Remark {
  /** One line. */
  readonly title: string;
  readonly explanation: string;
}
