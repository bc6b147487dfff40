/** Connect to Mock Server…: through one of its doors, as the door itself proposes. */
import type { MockDoor } from "../../model/mock.ts";
import { askOne } from "../asking/questions.ts";
import { type Connecting, connectEndpoint } from "../endpoints/connect-endpoint.ts";
import { protocolTitles, sampleEndpoint, startMock } from "../mock/doors.ts";
import { nodeOf } from "../views/nodes.ts";

export function connectToMock(connecting: Connecting): (target?: unknown) => Promise<void> {
  return async (target) => {
    const door = nodeOf(target, "door")?.door ?? (await askDoor(connecting));
    if (door) await connectEndpoint(connecting, sampleEndpoint(door));
  };
}

async function askDoor({ engine }: Connecting): Promise<MockDoor | undefined> {
  const { doors } = await startMock(engine.api);
  const titles = await protocolTitles(engine.api);
  const items = doors.map((door) => ({
    label: `$(server) ${door.path}`,
    description: titles.get(door.protocol) ?? door.protocol,
    detail: door.hint,
    door,
  }));
  return (await askOne(items, { placeHolder: "Through which door?" }))?.door;
}
