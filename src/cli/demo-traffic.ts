/**
 * Made-up traffic for a mock server, so that there is something to see: a chat, a ticker and Turbo Streams, and a word on
 * every topic that somebody listens to. Knows topics and data, no protocol.
 */
import type { EngineApi } from "../bridge/engine-api.ts";

export interface DemoPublication {
  readonly topic: string;
  readonly data: unknown;
}

const everyMs = 400;
const people = ["ada", "grace", "linus", "yukihiro"];
const lines = [
  "Is the new build up?",
  "Deploying now …",
  "Works on my machine 🎉",
  "The queue is empty again",
  "Can you see my typing indicator?",
  "Tests are green",
];
/** Topics with traffic of their own kind; every other one that has subscribers gets the chat. */
const tickerTopic = "ticker";
const turboTopic = "messages";
const chatTopics = ["chat", "chat:lobby"];

/** What is published at one step, from 0. The same step always gives the same. */
export function demoPublications(step: number, subscribed: readonly string[]): readonly DemoPublication[] {
  const chat = { user: people[step % people.length], body: lines[step % lines.length], n: step + 1 };
  const others = subscribed.filter((topic) => topic !== tickerTopic && topic !== turboTopic);
  const publications: DemoPublication[] = [{ topic: tickerTopic, data: tick(step) }];
  if (step % 2 === 0) for (const topic of new Set([...chatTopics, ...others])) publications.push({ topic, data: chat });
  if (step % 3 === 0) publications.push({ topic: turboTopic, data: turboStream(step) });
  return publications;
}

function tick(step: number): object {
  const price = 100 + 8 * Math.sin(step / 7) + 3 * Math.sin(step / 2);
  return { symbol: "FRSC", price: Math.round(price * 100) / 100 };
}

function turboStream(step: number): string {
  const id = `message_${step + 1}`;
  const text = `${people[step % people.length]}: ${lines[step % lines.length]}`;
  return `<turbo-stream action="append" target="messages"><template><div id="${id}">${text}</div></template></turbo-stream>`;
}

/** Publishes until the returned function is called. */
export function publishDemoTraffic(api: EngineApi): () => void {
  let step = 0;
  let stopped = false;
  const publish = async () => {
    const { topics } = await api.mockState();
    const subscribed = topics.filter((topic) => topic.subscribers > 0).map((topic) => topic.topic);
    for (const { topic, data } of demoPublications(step, subscribed)) await api.publish(topic, data);
    step++;
  };
  const next = () => {
    if (stopped) return;
    // A mock server that is being stopped refuses; whoever stops it also stops this.
    publish().then(
      () => setTimeout(next, everyMs).unref(),
      () => {},
    );
  };
  next();
  return () => {
    stopped = true;
  };
}
