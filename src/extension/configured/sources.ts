/** Puts the places together in which endpoints are written down or can be recognised. */
import type { LazyEngine } from "../lazy-engine.ts";
import { ConfiguredEndpoints } from "./configured-endpoints.ts";
import type { Protocols } from "./endpoint-source.ts";
import { fileEndpoints } from "./file-endpoints.ts";
import type { Problems } from "./problems.ts";
import { railsApps } from "./rails-apps.ts";
import { settingsEndpoints } from "./settings-endpoints.ts";
import type { Trust } from "./trust.ts";

export function configuredEndpoints(engine: LazyEngine, problems: Problems, trust: Trust): ConfiguredEndpoints {
  const protocols: Protocols = async () => {
    try {
      return await engine.api.protocols();
    } catch {
      return undefined;
    }
  };
  return new ConfiguredEndpoints([
    railsApps(trust),
    fileEndpoints(protocols, problems, trust),
    settingsEndpoints(protocols, trust),
  ]);
}
