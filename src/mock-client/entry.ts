/** What `framescope/mock` gives to tests: a mock server to start or to connect to, and the types of what it says. */
export type { Expectation, HappeningList, NotedHappening } from "../../mock-server/control/noted-happening.ts";
export type { MockTime, NewPublication, Published, TopicHistory } from "../../mock-server/control/orders.ts";
export type { ActiveFault, Fault } from "../model/fault.ts";
export type { MockClient, MockScenario, MockState } from "../model/mock.ts";
export type { DataPattern, RequestPattern } from "../scenario/scenario.ts";
export { type ConnectOptions, connectToMock } from "./connect.ts";
export type { ExpectOptions, Mock, MockAddress, PlacedFault, ScenarioSource } from "./mock.ts";
export { type StartOptions, startMock } from "./start.ts";
