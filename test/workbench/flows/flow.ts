/** What a flow is: steps of one person in one window, each of which is a test. */
import type { WorkbenchWindow } from "../window.ts";

export type Step = readonly [name: string, act: () => Promise<void>];

/** `mock` is the host and port on which the mock server runs once it is started; `workspace` the folder that is open. */
export type Flow = (window: WorkbenchWindow, mock: string, workspace: string) => readonly Step[];
