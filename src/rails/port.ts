/** On which port an app runs in development: what starts it says so, else Puma's configuration, else Rails' 3000. Pure. */
import { withoutComments } from "./ruby-text.ts";

const railsPort = 3000;

export interface PortSources {
  readonly procfile: string;
  readonly binDev: string;
  readonly puma: string;
  readonly env: string;
}

/** 1 to 65535. */
export function readPort({ procfile, binDev, puma, env }: PortSources): number {
  return (
    first(procfile, /^\s*web:.*?(?:\s-p\s*|--port[=\s])(\d+)/m) ??
    first(procfile, /^\s*web:.*?\bPORT=(\d+)/m) ??
    first(binDev, /(?:\s-p\s*|--port[=\s])(\d+)/) ??
    first(binDev, /\bPORT="?(?:\$\{PORT:-)?(\d+)/) ??
    first(env, /^\s*(?:export\s+)?PORT=["']?(\d+)/m) ??
    first(withoutComments(puma), /^\s*port[\s(]+ENV\.fetch\(\s*["']PORT["']\s*(?:,|\)\s*\{)\s*["']?(\d+)/m) ??
    first(withoutComments(puma), /^\s*port[\s(]+(\d+)/m) ??
    first(withoutComments(puma), /^\s*bind[\s(]+["']tcp:\/\/[^"']*:(\d+)["']/m) ??
    railsPort
  );
}

function first(text: string, pattern: RegExp): number | undefined {
  const port = Number(pattern.exec(text)?.[1]);
  return port >= 1 && port <= 65_535 ? port : undefined;
}
