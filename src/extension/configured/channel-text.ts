/** A channel's identifier as a person would write it, where that means the same to the byte. Pure. */

/** `ChatChannel {"room":"lobby"}`, or the identifier itself where it is no class with parameters. */
export function channelText(identifier: string): string {
  const read = readIdentifier(identifier);
  if (!read || JSON.stringify({ channel: read.name, ...read.params }) !== identifier) return identifier;
  return Object.keys(read.params).length === 0 ? read.name : `${read.name} ${JSON.stringify(read.params)}`;
}

export function channelClass(identifier: string): string | undefined {
  return readIdentifier(identifier)?.name;
}

function readIdentifier(identifier: string): { readonly name: string; readonly params: object } | undefined {
  try {
    const { channel, ...params } = JSON.parse(identifier) as Record<string, unknown>;
    return typeof channel === "string" ? { name: channel, params } : undefined;
  } catch {
    return undefined;
  }
}
