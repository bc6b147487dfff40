/** A raw WebSocket: no subprotocol, an echo, and a close. */
import type { Flow } from "./flow.ts";

export const webSocketFlow: Flow = (window, mock) => {
  const timeline = window.timeline();
  return [
    [
      "connect by an address without a scheme",
      async () => {
        await window.run("Connect to Endpoint…");
        await window.asked("Type an address");
        await window.type(`${mock}/ws?topic=chat`);
        await window.choose(`ws://${mock}/ws?topic=chat`);
        await window.asked("Subprotocols");
        await window.enter();
        await window.asked("Enter connects");
        await window.enter();
        await timeline.isOf("/ws");
        await timeline.sees("open");
      },
    ],
    [
      "text that is sent comes back",
      async () => {
        await window.run("Send Message…");
        await window.choose("Send Text");
        await window.answer("Text", '{"type":"hello"}');
        await timeline.sees("json", "hello");
        await window.screenshot("timeline-websocket-dark");
      },
    ],
    [
      "the handshake's headers are in the details",
      async () => {
        const details = await timeline.openDetails("open");
        await details.getByRole("tab", { name: "Handshake" }).click();
        await details.getByText("sec-websocket-accept").first().waitFor();
        await window.screenshot("timeline-handshake-dark");
        await window.run("Disconnect");
      },
    ],
  ];
};
