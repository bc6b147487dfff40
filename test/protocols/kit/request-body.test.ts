import { expect, it } from "vitest";
import { RequestBodyDecoder, requestBody, routineRequestBody } from "../../../src/protocols/kit/request-body.ts";
import { sse } from "../../../src/protocols/sse/index.ts";

const request = { method: "POST", url: "http://h/", httpVersion: "1.1", headers: [] };

it("is one message for each slice, at once", () => {
  const decoder = new RequestBodyDecoder(routineRequestBody);
  expect(decoder.decode({ kind: "chunk", direction: "sent", data: new TextEncoder().encode("ü") })).toEqual([
    { kind: "request_body", heartbeat: true, text: "ü" },
  ]);
  expect(decoder.decode({ kind: "chunk", direction: "sent", data: "" })).toEqual([]);
  expect(decoder.holdsPart()).toBe(false);
  expect(decoder.end()).toEqual([]);
});

it("of a request for an event stream is a row before the answer, and no routine", () => {
  const decoder = sse.createRequestDecoder?.(request);
  expect(decoder?.decode({ kind: "chunk", direction: "sent", data: "{}" })).toEqual([requestBody("{}")]);
  expect(requestBody("{}").heartbeat).toBeUndefined();
});
