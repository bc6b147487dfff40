/** Which order a request means, and what its path and query say for it. Knows no order's meaning. */
import { controlRoot, type Order, type OrderName, orders } from "./orders.ts";

export type FoundOrder =
  /** Values of the path and the query, as texts. */
  | { readonly kind: "order"; readonly name: OrderName; readonly said: Readonly<Record<string, string>> }
  | { readonly kind: "wrong-method"; readonly allowed: readonly string[] }
  | { readonly kind: "none" };

const entries = Object.entries(orders) as [OrderName, Order][];

/** `target` is what stands in the request line: path and query. */
export function findOrder(method: string, target: string): FoundOrder {
  const [path = "", query = ""] = target.split("?", 2);
  const steps = path.slice(controlRoot.length).split("/");
  const here = entries.flatMap(([name, order]) => {
    const values = valuesOf(order.path.split("/"), steps);
    return values ? [{ name, order, values }] : [];
  });
  const found = here.find(({ order }) => order.method === method);
  if (found) {
    const said = { ...Object.fromEntries(new URLSearchParams(query)), ...found.values };
    return { kind: "order", name: found.name, said };
  }
  return here.length > 0 ? { kind: "wrong-method", allowed: here.map(({ order }) => order.method) } : { kind: "none" };
}

/** The paths there are, for whoever asked for another. */
export function orderList(): string {
  return entries.map(([, { method, path }]) => `${method} ${controlRoot}${path}`).join(", ");
}

function valuesOf(pattern: readonly string[], steps: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== steps.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, wanted] of pattern.entries()) {
    const step = steps[index] ?? "";
    const value = wanted.startsWith(":") ? decoded(step) : undefined;
    if (value !== undefined && value !== "") values[wanted.slice(1)] = value;
    else if (step !== wanted) return undefined;
  }
  return values;
}

function decoded(step: string): string | undefined {
  try {
    return decodeURIComponent(step);
  } catch {
    return undefined;
  }
}
