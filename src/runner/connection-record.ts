/** What the recorder remembers of one connection: a decoder for each direction, and which frames are still unaccounted. */
import type { Direction } from "../model/frame.ts";
import type { Decoder } from "../model/protocol.ts";

/** One direction of one connection. */
export class Lane {
  readonly direction: Direction;
  readonly decoder: Decoder;
  /** The frame in which the message that is still unfinished began; 0 for none. */
  heldSince = 0;
  lastFrame = 0;

  constructor(direction: Direction, decoder: Decoder) {
    this.direction = direction;
    this.decoder = decoder;
  }
}

export class ConnectionRecord {
  readonly connection: number;
  /** Frames before the opening: heads, and a request's body. */
  firstFrame = 0;
  lastFrame = 0;
  opened = false;
  /** One of many exchanges, and it was answered well. */
  isAnswered = false;
  /** And not the first of them, whose opening is to be seen. */
  isRoutine = false;
  /** Numbers of its opening's row and of its newest row; 0 for none. */
  openEntry = 0;
  lastEntry = 0;
  received: Lane | undefined;
  sent: Lane | undefined;

  constructor(connection: number) {
    this.connection = connection;
  }
}
