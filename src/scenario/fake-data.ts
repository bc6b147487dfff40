/** Made-up data that a seed decides, by Faker, English only: other languages would weigh more than all the rest of the mock. */
import type { Faker } from "@faker-js/faker";
import { faker as english } from "@faker-js/faker/locale/en";
import { isFake } from "./fake-names.ts";

export interface FakeData {
  /** Undefined when there is no such thing. */
  make(module: string, method: string): unknown;
  /** In [0, 1). */
  random(): number;
  uuid(): string;
}

/** `now` is in ms since the epoch: dates are made around it. */
export function createFakeData(seed: number, now: () => number): FakeData {
  // One of its own, since the one that is imported shares its seed with everybody.
  const Own = english.constructor as typeof Faker;
  const faker = new Own({ locale: english.rawDefinitions, seed });
  faker.setDefaultRefDate(() => new Date(now()));
  const narrowed: Readonly<Record<string, () => unknown>> = {
    // By themselves these go up to 2^53, which no app's message has.
    "number.int": () => faker.number.int({ max: 1000 }),
    "number.float": () => faker.number.float({ max: 100, fractionDigits: 2 }),
    "commerce.price": () => Number(faker.commerce.price()),
    "finance.amount": () => Number(faker.finance.amount()),
  };
  return {
    make(module, method) {
      if (!isFake(module, method)) return undefined;
      const own = narrowed[`${module}.${method}`];
      return plain(own ? own() : fakerMethod(faker, module, method)());
    },
    random: () => faker.number.float({ max: 1 - 2 ** -32 }),
    uuid: () => faker.string.uuid(),
  };
}

function fakerMethod(faker: Faker, module: string, method: string): () => unknown {
  const modules = faker as unknown as Readonly<Record<string, Readonly<Record<string, () => unknown>>>>;
  const found = modules[module];
  return () => found?.[method]?.();
}

function plain(value: unknown): unknown {
  return value instanceof Date ? value.toISOString() : value;
}
