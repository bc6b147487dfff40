/** What a peer with bad intentions sends: markup, controls, reversed text, and a line of a megabyte. */
import { type FakeCapture, scripted, textExcerpt } from "./captures.ts";

export const markup = '<img src=x onerror="window.pwned=true"><script>window.pwned=true</script><b>bold</b>';
const reversed = "user\u202Egpj.exe";
const controls = "a\0b\u001b[31mred\u0007\r\n\tc\u200b";
export const longLine = "x".repeat(1_048_576);

const texts = [markup, reversed, controls, longLine, "שלום עולם, مرحبا", "👩‍👩‍👧 ok"];

export const hostile: FakeCapture = scripted(
  texts.map((text) => ({
    direction: "received",
    kind: text === markup ? markup : "message",
    channel: text.slice(0, 500),
    channelLabel: text.slice(0, 500),
    eventId: text.slice(0, 500),
    sizeBytes: text.length,
    summary: text,
  })),
  Object.fromEntries(
    texts.map((text, index) => [
      index + 1,
      {
        facts: [{ label: text.slice(0, 200), value: text.slice(0, 2000), aside: text.slice(0, 200) }],
        payloadJson: JSON.stringify({ [text.slice(0, 200)]: text }),
        raw: textExcerpt(text),
        texts: [{ title: text.slice(0, 200), language: "html", text }],
        verdict: {
          title: text.slice(0, 300),
          explanation: text.slice(0, 2000),
          advice: [text.slice(0, 300)],
          level: "error",
          evidence: [1],
          measures: {},
        },
      },
    ]),
  ),
);
