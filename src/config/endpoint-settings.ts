/** Reads the endpoints of the setting `framescope.endpoints`: plain data, whose places the editor knows itself. */
import { pathText, withoutTwins } from "./endpoint-file.ts";
import { EndpointReader } from "./endpoint-reader.ts";
import type { ProtocolForms, ReadEndpoint } from "./written-endpoint.ts";

export function readEndpointSettings(value: unknown, protocols: readonly ProtocolForms[]): readonly ReadEndpoint[] {
  if (!Array.isArray(value)) return [];
  const reader = new EndpointReader(protocols);
  return withoutTwins(
    value.map((item: unknown, index): ReadEndpoint => {
      const { endpoint, faults } = reader.read(item);
      const { name, url } = (typeof item === "object" && item !== null ? item : {}) as Record<string, unknown>;
      return {
        endpoint,
        name: typeof name === "string" && name !== "" ? name : `Endpoint ${index + 1}`,
        url: typeof url === "string" ? url : "",
        faults: faults.map(({ message, path }) => ({
          message,
          path: pathText([
            "framescope.endpoints",
            index,
            ...path.map((step) => (typeof step === "number" ? step : String(step))),
          ]),
        })),
      };
    }),
  );
}
