import { expect, test } from "vitest";
import * as z from "zod";
import { faultsOf } from "../../src/reading/faults.ts";
import { LineIndex } from "../../src/reading/text-place.ts";

const inner = z.strictObject({ by: z.number(), jitter: z.number().optional() });
const shape = z.strictObject({
  delay: z.union([z.number(), inner]).optional(),
  rooms: z.record(z.string(), inner).optional(),
  list: z.array(z.union([z.string(), inner.transform(({ by }) => by)])).optional(),
  yes: z.literal(true).optional(),
  kind: z.enum(["one", "two"]).optional(),
});

test.each<[unknown, readonly [message: string, path: string][]]>([
  [{}, []],
  [{ dely: 1 }, [['There is no "dely" here. Did you mean "delay"?', "dely (name)"]]],
  [{ delay: { by: 1, jiter: 1 } }, [['There is no "jiter" here. Did you mean "jitter"?', "delay.jiter (name)"]]],
  [{ delay: {} }, [['"by" is missing. Add it.', "delay.by"]]],
  [{ delay: { by: "x" } }, [['"by" has to be a number.', "delay.by"]]],
  [{ rooms: { a: { b: 1, by: 2 } } }, [['There is no "b" here. Did you mean "by"?', "rooms.a.b (name)"]]],
  [
    { list: ["x", { by: 1, zitter: 2 }] },
    [['There is no "zitter" here. Did you mean "jitter"?', "list.1.zitter (name)"]],
  ],
  [{ yes: false }, [['"yes" can only be true.', "yes"]]],
  [{ kind: "on" }, [['"kind" is one of one, two.', "kind"]]],
])("of %j", (value, faults) => {
  const found = faultsOf(shape, value).map(({ message, path, isName }) => [
    message,
    `${path.join(".")}${isName ? " (name)" : ""}`,
  ]);
  expect(found).toEqual(faults);
});

test("places count lines and columns from 1, whatever ends a line", () => {
  const lines = new LineIndex("ab\r\ncd\ne\rf");
  expect(
    [0, 1, 4, 5, 7, 9, 10].map((offset) => lines.place(offset, 0)).map(({ line, column }) => [line, column]),
  ).toEqual([
    [1, 1],
    [1, 2],
    [2, 1],
    [2, 2],
    [3, 1],
    [4, 1],
    [4, 2],
  ]);
});
