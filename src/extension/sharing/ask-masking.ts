/** Shows what an export would give away, kind by kind, and asks what of it to mask. */
import * as vscode from "vscode";
import { type Finding, type FindingKind, maskedByDefault } from "../../bridge/transfer.ts";
import { createPick } from "../asking/questions.ts";
import { findingCount, findingExamples, findingsDocument, findingTitles } from "./finding-words.ts";
import type { ReportDocuments } from "./report-documents.ts";

interface KindItem extends vscode.QuickPickItem {
  readonly finding: FindingKind;
}

const asDocument: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon("open-preview"),
  tooltip: "Open the findings as a document",
};

/** Undefined when the person dismissed it. Where nothing was found there is nothing to ask. */
export async function askMasking(
  title: string,
  findings: readonly Finding[],
  reports: ReportDocuments,
): Promise<readonly FindingKind[] | undefined> {
  if (findings.length === 0) return maskedByDefault;
  const pick = createPick<KindItem>();
  pick.title = "Export: what is masked";
  pick.placeholder = "What is ticked goes out as a placeholder";
  pick.canSelectMany = true;
  pick.buttons = [asDocument];
  pick.items = findings.map((finding) => ({
    label: findingTitles[finding.kind],
    description: findingCount(finding),
    detail: findingExamples(finding),
    finding: finding.kind,
  }));
  pick.selectedItems = pick.items.filter(({ finding }) => maskedByDefault.includes(finding));
  return new Promise((resolve) => {
    pick.onDidTriggerButton(async () => {
      await reports.open(`Private in ${title}`, findingsDocument(title, findings));
      // The click has taken the focus along.
      pick.show();
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems.map(({ finding }) => finding));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
