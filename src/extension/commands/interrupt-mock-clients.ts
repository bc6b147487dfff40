/** Interrupt Mock Clients…: ends their connections in one of the ways in which real servers do. */
import { askOne } from "../asking/questions.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import { counted } from "../numbers.ts";
import { nodeOf } from "../views/nodes.ts";

const ways = [
  { label: "Restart", description: "as a deploy does: clients are told to come back", command: "restart" },
  { label: "Kick", description: "as an admin does: clients are sent away", command: "kick" },
  { label: "Drop", description: "as a cable does: the connection is cut without a word", command: "drop" },
];

export function interruptMockClients(engine: LazyEngine): (target?: unknown) => Promise<void> {
  return async (target) => {
    const door = nodeOf(target, "door")?.door.path ?? (await askDoor(engine));
    if (door === undefined) return;
    const way = await askOne(ways, {
      title: door === everyDoor ? "Interrupt all mock clients" : `Interrupt the clients of ${door}`,
      placeHolder: "How should their connections end?",
    });
    if (way) await engine.api.mockCommand({ kind: way.command, values: door === everyDoor ? {} : { door } });
  };
}

const everyDoor = "";

/** Resolves to the door's path, or to the empty text for all of them. */
async function askDoor(engine: LazyEngine): Promise<string | undefined> {
  const { doors } = await engine.api.mockState();
  const clientsByPath = new Map<string, number>();
  for (const { path, clients } of doors) clientsByPath.set(path, (clientsByPath.get(path) ?? 0) + clients);
  const used = [...clientsByPath].filter(([, clients]) => clients > 0);
  if (used.length === 0) throw new Error("Nobody is connected to the mock server.");
  const [only] = used;
  if (only && used.length === 1) return only[0];
  const items = [
    { label: "All doors", description: "", door: everyDoor },
    ...used.map(([path, clients]) => ({ label: path, description: counted(clients, "client"), door: path })),
  ];
  return (await askOne(items, { placeHolder: "Which clients?" }))?.door;
}
