/**
 * The bare floor of a capture: a WebSocket client that parses each message and inserts it in batches, nothing else.
 * One process, one run; told the address, the count and the file, it reports when it is ready and when all is committed.
 */
import process from "node:process";
import { DatabaseSync } from "node:sqlite";
import { WebSocket } from "ws";
import type { ContenderReport } from "./contender.ts";

const [url = "", count = "", file = ""] = process.argv.slice(2);
const wanted = Number(count);
const rowsInBatch = 1000;

// As a capture is written: WAL, and nothing synced.
const database = new DatabaseSync(file);
database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
database.exec("CREATE TABLE rows (seq INTEGER PRIMARY KEY, at REAL, data TEXT)");
const insert = database.prepare("INSERT INTO rows (at, data) VALUES (?, ?)");

const now = () => performance.timeOrigin + performance.now();
const report = (message: ContenderReport) => process.send?.(message);

let batch: [at: number, data: string][] = [];
let received = 0;

function commit(): void {
  database.exec("BEGIN");
  for (const [at, data] of batch) insert.run(at, data);
  database.exec("COMMIT");
  batch = [];
}

const socket = new WebSocket(url, { perMessageDeflate: false });
socket.on("open", () => socket.send("go"));
socket.on("message", (bytes) => {
  const data = bytes.toString();
  const message = JSON.parse(data);
  if (message.type) {
    if (message.type === "confirm_subscription") report({ kind: "ready" });
    return;
  }
  batch.push([now(), data]);
  received++;
  if (batch.length === rowsInBatch || received === wanted) commit();
  if (received === wanted) {
    report({ kind: "done", at: now(), received });
    socket.terminate();
    process.disconnect();
  }
});
