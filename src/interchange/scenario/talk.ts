/** One connection of a capture as its replay needs it: what was asked, what was answered, who said what and how it ended. */
import type { FrameData, HeaderList } from "../../model/frame.ts";

export interface Talk {
  readonly connection: number;
  /** A protocol's id; not known where no answer came. */
  readonly protocol: string | undefined;
  /** ms since the epoch, as all moments here. */
  readonly startedAt: number;
  readonly isWebSocket: boolean;
  readonly method: string;
  /** Path and query, masked. */
  readonly address: string;
  readonly body?: FrameData | undefined;
  readonly answer?: TalkAnswer | undefined;
  /** Its answer's length was known when it began, so it was no stream. */
  readonly isOnePiece: boolean;
  readonly said: readonly Said[];
  /** Missing where the client left, or the recording ended first. */
  readonly ending?: TalkEnding | undefined;
}

export interface TalkAnswer {
  readonly at: number;
  readonly status: number;
  readonly headers: HeaderList;
  readonly subprotocol?: string | undefined;
}

export interface Said {
  readonly from: "client" | "server";
  readonly at: number;
  readonly data: FrameData;
  readonly isHeartbeat: boolean;
  /** The row that shows it first; 0 where none does. */
  readonly row: number;
}

export type TalkEnding =
  | { readonly kind: "close"; readonly at: number; readonly code: number; readonly reason: string }
  | { readonly kind: "end" | "cut"; readonly at: number };
