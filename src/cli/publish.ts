/** `framescope publish`: finds a running mock server of the same user and publishes to one of its topics. */

import { findMocks, publishTo } from "../../mock-server/control-client.ts";
import { counted } from "./counted.ts";
import type { Output } from "./output.ts";
import type { PublishRequest } from "./requests/publish-request.ts";

export async function runPublish(request: PublishRequest, output: Output): Promise<number> {
  const mocks = await findMocks();
  const [mock] = request.port === undefined ? mocks : mocks.filter(({ port }) => port === request.port);
  if (!mock) {
    output.say(
      noMock(
        request.port,
        mocks.map(({ port }) => port),
      ),
    );
    return 1;
  }
  const { subscribers, offset } = await publishTo(mock, request.topic, request.data);
  const reached = counted(subscribers, "subscriber");
  await output.line(`Published to ${request.topic} at ${mock.origin}: number ${offset}, reached ${reached}.`);
  return 0;
}

function noMock(port: number | undefined, others: readonly number[]): string {
  if (port !== undefined && others.length > 0)
    return `No mock server of yours runs on port ${port}, only on ${others.join(", ")}.`;
  return 'No mock server of yours is running. Start one with "framescope mock", or with "Framescope: Start Mock Server" in VS Code.';
}
