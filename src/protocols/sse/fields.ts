/** One line of an event stream, taken apart (WHATWG HTML section 9.2.6). */

/** The value, if this line is that field: after the first colon, without one leading space. */
export function fieldValue(line: string, field: string): string | undefined {
  if (!line.startsWith(field)) return undefined;
  if (line.length === field.length) return "";
  if (line[field.length] !== ":") return undefined;
  return line.slice(line[field.length + 1] === " " ? field.length + 2 : field.length + 1);
}

/** Whether a block's loss would lose something: comments and `retry` took effect when their line ended. */
export function holdsField(block: string): boolean {
  return linesOf(block).some((line) => ["data", "event", "id"].some((field) => fieldValue(line, field) !== undefined));
}

/** What a client that flushes at the end would deliver of an unfinished block; undefined when it has no data. */
export function dataOf(block: string): string | undefined {
  const values: string[] = [];
  for (const line of linesOf(block)) {
    const value = fieldValue(line, "data");
    if (value !== undefined) values.push(value);
  }
  return values.length > 0 ? values.join("\n") : undefined;
}

function linesOf(block: string): string[] {
  return block.split(/\r\n|\n|\r/);
}
