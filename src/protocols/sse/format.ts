/** Writes blocks of an event stream (WHATWG HTML section 9.2.5). The other direction of the codec. */

export interface Block {
  readonly comment?: string | undefined;
  readonly id?: string | undefined;
  readonly event?: string | undefined;
  /** Empty is an event with empty data; undefined is a block that dispatches nothing. */
  readonly data?: string | undefined;
}

const lineEnd = /\r\n|\r|\n/;

/** A block with its blank line. A lone CR in data comes out as LF, since the format cannot carry it. */
export function formatBlock(block: Block): string {
  let text = "";
  if (block.comment !== undefined) text += `: ${oneField(block.comment)}\n`;
  if (block.id !== undefined) text += `id: ${oneField(block.id)}\n`;
  if (block.event !== undefined) text += `event: ${oneField(block.event)}\n`;
  if (block.data !== undefined) for (const line of block.data.split(lineEnd)) text += `data: ${line}\n`;
  return `${text}\n`;
}

/** Only data can hold line breaks. */
function oneField(value: string): string {
  return value.replace(/[\r\n\0]+/g, " ");
}
