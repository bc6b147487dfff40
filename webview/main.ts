/** The page's entry: connects the one host, and puts the timeline on the page. */
import "./timeline.css";
import { connectHost, type VsCodeApi } from "./host.ts";
import { TimelineApp } from "./timeline-app.ts";
import { TimelineStore } from "./timeline-store.ts";

declare function acquireVsCodeApi(): VsCodeApi;

const store = new TimelineStore(connectHost(acquireVsCodeApi()));
const app = new TimelineApp();
app.store = store;
document.body.append(app);
store.start();
