/** The mock server as it is, alone in a process. */
import { startMockServer } from "../../../mock-server/server.ts";
import { protocols } from "../../../src/protocols/registry.ts";
import { serve } from "./broadcaster.ts";

const mock = await startMockServer({ protocols, onChange: () => {}, log: () => {} });
serve(mock.port, (data) => mock.publish("chat:bench", data));
