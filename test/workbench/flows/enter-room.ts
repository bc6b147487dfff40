/** Connects to the mock server's Action Cable door as a person does, with one room to hear. */
import type { WorkbenchWindow } from "../window.ts";

/** Resolves when the room's subscription is confirmed in the timeline, which is then in front. */
export async function enterRoom(window: WorkbenchWindow, mock: string, room: string): Promise<void> {
  await window.run("Connect to Endpoint…");
  await window.answer("Type an address", `ws://${mock}/cable`);
  await window.answer("Channels", `ChatChannel {"room":"${room}"}`);
  await window.asked("press Enter to go on");
  await window.enter();
  await window.asked("Enter connects");
  await window.enter();
  await window.timeline().sees("confirm_subscription", room);
}
