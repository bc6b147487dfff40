/** The two ways to have a mock server in hand, for tests that must hold for both. */
import { onTestFinished } from "vitest";
import { connectToMock } from "../../src/mock-client/connect.ts";
import type { Mock } from "../../src/mock-client/mock.ts";
import { type StartOptions, startMock } from "../../src/mock-client/start.ts";
import { makeFolder, useStateFolder } from "../mock-server/running-mock.ts";

export const ways = ["started here", "connected to"] as const;
export type Way = (typeof ways)[number];

/** Stopped when the test ends. */
export async function openMock(way: Way, options: StartOptions = {}): Promise<Mock> {
  useStateFolder(makeFolder());
  const started = await startMock(options);
  onTestFinished(() => started.stop());
  return way === "started here" ? started : connectToMock(started.address);
}
