/** Which Redis the settings give the mock server. A password need not stand there: `${env:NAME}` is looked up. */
import { substitute, VariableError } from "../../config/variables.ts";

const setting = "framescope.mock.redis";

/** Undefined when there is none. Throws a `VariableError` with a sentence that names the setting. */
export async function readRedis(
  { redis, redisPrefix }: { readonly redis: string; readonly redisPrefix: string },
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly url: string; readonly prefix: string } | undefined> {
  if (redis.trim() === "") return undefined;
  const url = await substitute(redis.trim(), setting, async ({ kind, name = "" }) => {
    if (kind !== "env") throw new VariableError(`${setting}: only \${env:NAME} can be looked up here.`);
    const value = env[name];
    if (value === undefined) throw new VariableError(`${setting}: there is no environment variable ${name}.`);
    return value;
  });
  return url === undefined ? undefined : { url, prefix: redisPrefix.trim() };
}
