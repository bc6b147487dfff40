/**
 * Recognises the event ids of AnyCable's event streams. Its code (1.6) writes `offset/epoch/stream`, its documentation says
 * `offset/stream/epoch`; an epoch of the memory broker has four characters, which tells the two apart.
 */

export interface BrokerPosition {
  readonly offset: number;
  readonly epoch: string;
  readonly streamId: string;
  /** In the order of the documentation, which no released server was seen to use. */
  readonly documented: boolean;
}

const epoch = /^[A-Za-z0-9_-]{4}$/;

/** Undefined for any other id. Streams may hold slashes themselves. */
export function readBrokerPosition(id: string): BrokerPosition | undefined {
  const [, number = "", rest = ""] = /^(\d{1,15})\/([^/]+\/.+)$/s.exec(id) ?? [];
  if (rest === "") return undefined;
  const offset = Number(number);
  const [first, last] = [rest.indexOf("/"), rest.lastIndexOf("/")];
  const head = rest.slice(0, first);
  const tail = rest.slice(last + 1);
  if (epoch.test(head)) return { offset, epoch: head, streamId: rest.slice(first + 1), documented: false };
  if (epoch.test(tail)) return { offset, epoch: tail, streamId: rest.slice(0, last), documented: true };
  return undefined;
}
