/** The clock that only moves when a test says so. */
export { ManualClock } from "../../mock-server/manual-clock.ts";
