/** What may befall a client of Action Cable or AnyCable, at random; and whether it comes out of it in order. */
import { expect } from "vitest";
import type { Dice } from "./dice.ts";
import type { Client, World } from "./mock-world.ts";

/**
 * Sixty blows, then peace, a reconnect within `settleMs`, and the end. `publish` is one more blow. Returns the rows of all
 * of it.
 */
export function liveThrough(
  { world, client }: { readonly world: World; readonly client: Client },
  dice: Dice,
  { settleMs, publish }: { readonly settleMs: number; publish(step: number): void },
): readonly string[] {
  for (let step = 0; step < 60; step += 1) {
    world.clock.advance(dice.below(9000));
    const act = dice.pick([
      () => world.cut(),
      () => world.command("restart"),
      () => world.command("kick", { reconnect: dice.pick(["true", "false"]) }),
      () => client.command("reconnect"),
      () => client.command("disconnect"),
      () => client.command("subscribe", { channel: dice.pick(["ChatChannel", "NewsChannel", "Odd"]) }),
      () => publish(step),
      () => {
        world.isFrozen = !world.isFrozen;
      },
      () => {
        world.isDown = !world.isDown;
      },
    ]);
    act();
  }
  world.isFrozen = false;
  world.isDown = false;
  world.cut();
  client.command("reconnect");
  world.clock.advance(settleMs);
  expect(client.status?.state).toBe("open");
  const answered = client.status?.channels.filter(({ label }) => label !== "Odd") ?? [];
  expect(answered.map(({ state }) => state)).toEqual(answered.map(() => "confirmed"));
  client.command("disconnect");
  world.clock.advance(1000);
  expect(client.status?.state).toBe("stopped");
  return client.take();
}
