/** Runs the example that is written for Jest: with its globals, which are Vitest's as well. */
import * as vitest from "vitest";

const { describe, it, expect, beforeAll, beforeEach, afterEach, afterAll } = vitest;
Object.assign(globalThis, { describe, it, expect, beforeAll, beforeEach, afterEach, afterAll });

const example: string = "./node-client.jest.mjs";
await import(example);
