/**
 * The engine's side of export and import: knows where captures are and which entries a view shows; files are written
 * elsewhere.
 */
import type { SessionSummary } from "../bridge/engine-api.ts";
import type { ExportRange, ExportRequest, FindingKind, ImportedCapture, TextFormat } from "../bridge/transfer.ts";
import { findingKinds } from "../bridge/transfer.ts";
import { saveCapture } from "../capture/save.ts";
import { exportToFile, exportToText, findIn, scenarioToText } from "../interchange/export-file.ts";
import { importFile } from "../interchange/import-file.ts";
import { ImportFindings } from "../interchange/import-findings.ts";
import { Redactor } from "../interchange/redaction/redactor.ts";
import { Selection } from "../interchange/selection.ts";
import { entryTeller } from "./entry-teller.ts";
import type { Hosted } from "./hosted.ts";
import type { Sessions } from "./sessions.ts";
import type { TransferWork } from "./transfers.ts";
import { versionOfThis } from "./version.ts";
import type { Views } from "./views.ts";

export class Interchange {
  readonly #sessions: Sessions;
  readonly #views: Views;

  constructor(sessions: Sessions, views: Views) {
    this.#sessions = sessions;
    this.#views = views;
  }

  exporting(id: string, { format, range, redact, path }: ExportRequest): TransferWork {
    const parts = this.#parts(id, range, redact);
    return async (breath) => ({
      kind: "exported",
      report: await exportToFile(format, path, parts, redact, breath),
    });
  }

  saving(id: string, path: string): TransferWork {
    const { capture } = this.#sessions.get(id);
    return async (breath) => {
      const sizeBytes = await saveCapture(capture, path, (progress) => breath.pass(progress));
      return { kind: "saved", path, entries: capture.entries, sizeBytes };
    };
  }

  finding(id: string, range: ExportRange): TransferWork {
    const parts = this.#parts(id, range, findingKinds);
    return async (breath) => ({ kind: "found", findings: await findIn(parts, breath) });
  }

  text(id: string, format: TextFormat, seqs: readonly number[], redact: readonly FindingKind[]): string {
    return exportToText(format, this.#parts(id, { kind: "rows", seqs }, redact), redact);
  }

  scenario(id: string, range: ExportRange, redact: readonly FindingKind[]): string {
    return scenarioToText(this.#parts(id, range, redact), redact);
  }

  importing(path: string): TransferWork {
    return async (breath) => {
      const findings = new ImportFindings();
      const begun: { readonly hosted: Hosted; connections: number; verdicts: number }[] = [];
      try {
        const sink = {
          begin: (words: Parameters<Sessions["addImported"]>[0]) => {
            const hosted = this.#sessions.addImported(words, path);
            const state = { hosted, connections: 0, verdicts: 0 };
            begun.push(state);
            return {
              writer: hosted.capture,
              done: (result: { readonly connections: number; readonly verdicts: number }) => {
                Object.assign(state, result);
                hosted.finish(result.verdicts);
              },
            };
          },
        };
        await importFile(path, sink, findings, breath);
      } catch (error) {
        for (const { hosted } of begun) await this.#sessions.forget(hosted.id);
        throw error;
      }
      const captures = begun.map(({ hosted, connections, verdicts }): ImportedCapture => {
        const { id, title, protocolTitle, entries } = hosted.summary();
        return { session: id, title, protocolTitle, connections, entries, verdicts };
      });
      return { kind: "imported", report: { captures, notTaken: findings.notTaken, remarks: findings.remarks } };
    };
  }

  #parts(id: string, range: ExportRange, redact: readonly FindingKind[]) {
    const hosted = this.#sessions.get(id);
    // What waits to be inserted belongs to it as well.
    hosted.capture.commit();
    const { reader, bulk } = hosted.capture;
    return {
      reader,
      bulk,
      selection: this.#selection(hosted, range),
      redactor: new Redactor(redact),
      session: wordsOf(hosted.summary()),
      teller: entryTeller(hosted.reader),
    };
  }

  #selection({ capture }: Hosted, range: ExportRange): Selection {
    switch (range.kind) {
      case "all":
        return Selection.whole(capture.reader, capture.bulk);
      case "view":
        return Selection.of(this.#views.seqs(range.view), capture.reader, capture.bulk);
      case "rows":
        return Selection.of(
          [...range.seqs].sort((a, b) => a - b),
          capture.reader,
          capture.bulk,
        );
    }
  }
}

function wordsOf({ title, url, protocol, protocolTitle, subprotocol, startedAt }: SessionSummary) {
  return { title, url, protocol, protocolTitle, subprotocol, startedAt, version: versionOfThis };
}
