/** What a command of the palette, of a menu or of a row does; `target` is the row that it was asked on. */
export type Act = (target?: unknown) => unknown;
