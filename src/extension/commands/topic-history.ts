/** Open Payload and Show History, on what was published to the mock server: read-only documents of their own. */
import type { Publication } from "../../model/hub.ts";
import type { LazyEngine } from "../lazy-engine.ts";
import type { ReportDocuments } from "../sharing/report-documents.ts";
import { nodeOf } from "../views/nodes.ts";

const longest = 200;

export function openPublication(documents: ReportDocuments): (target?: unknown) => Promise<void> {
  return async (target) => {
    const publication = nodeOf(target, "publication")?.publication;
    if (!publication) return;
    const { topic, offset, data } = publication;
    await documents.open(`${topic} #${offset}.json`, JSON.stringify(data, undefined, 2), "json");
  };
}

export function showTopicHistory(engine: LazyEngine, documents: ReportDocuments): (target?: unknown) => Promise<void> {
  return async (target) => {
    const topic = nodeOf(target, "topic")?.topic.topic;
    if (topic === undefined) return;
    const history = await engine.api.topicHistory(topic, longest);
    const text = JSON.stringify(history.map(shown), undefined, 2);
    await documents.open(`History of ${topic}.json`, text, "json");
  };
}

function shown({ offset, epoch, globalId, at, data }: Publication): object {
  return { offset, epoch, globalId, at: new Date(at).toISOString(), data };
}
