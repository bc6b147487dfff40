/** Recordings of real servers as captures, and what becomes of them as scenarios. */
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { FindingKind } from "../../../src/bridge/transfer.ts";
import { openCapture } from "../../../src/capture/opening.ts";
import type { ExportSource } from "../../../src/interchange/export-source.ts";
import { Redactor } from "../../../src/interchange/redaction/redactor.ts";
import { writeScenario } from "../../../src/interchange/scenario/writer.ts";
import { Selection } from "../../../src/interchange/selection.ts";
import { protocolById } from "../../../src/protocols/registry.ts";
import { newCapturesFolder } from "../../engine/engines.ts";
import { record } from "../../protocols/recording.ts";

/** `name` of a file in test/fixtures/transcripts, as a capture of this protocol. */
export function sourceOf(protocolId: string, name: string, redact: readonly FindingKind[] = []): ExportSource {
  const protocol = protocolById(protocolId);
  const capture = openCapture(join(newCapturesFolder(), "recorded.framescope"));
  onTestFinished(() => capture.close());
  record(protocol, name, capture);
  capture.commit();
  const { reader, bulk } = capture;
  return {
    reader,
    bulk,
    selection: Selection.whole(reader, bulk),
    redactor: new Redactor(redact),
    session: {
      title: name,
      url: "ws://chat.example/cable",
      protocol: protocolId,
      protocolTitle: protocol.title,
      startedAt: Date.UTC(2026, 10, 25, 1, 26, 50),
      version: "0.1.0",
    },
    teller: {
      summary: () => "",
      channelLabel: () => undefined,
      payload: () => ({ text: "", language: "" }),
      level: () => undefined,
    },
    passed: () => undefined,
  };
}

export function scenarioTextOf(source: ExportSource, masked: readonly FindingKind[] = []): string {
  return [...writeScenario(source, masked)].join("");
}
