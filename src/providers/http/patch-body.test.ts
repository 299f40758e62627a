import * as fc from "fast-check";
import { expect, it } from "vitest";
import { patchBody } from "./patch-body.ts";

function patched(text: string, patch: Readonly<Record<string, unknown>>): string {
  return new TextDecoder().decode(patchBody(new TextEncoder().encode(text), patch));
}

it("sets members of any object, and leaves all others as they are", () => {
  const names = fc.constantFrom("model", "stream_options", "a", 'q"u', "ä\\");
  const patch = fc.dictionary(names, fc.jsonValue(), { noNullPrototype: true });
  fc.assert(
    fc.property(
      fc.dictionary(names, fc.jsonValue(), { noNullPrototype: true }),
      patch,
      fc.constantFrom(0, 1, 2),
      (body, change, indent) => {
        const text = JSON.stringify(body, null, indent);
        expect(JSON.parse(patched(text, change))).toEqual(JSON.parse(JSON.stringify({ ...body, ...change })));
      },
    ),
  );
});

it.each([
  [
    '{"temperature":1.0,"model":"a","n":12345678901234567890}',
    '{"temperature":1.0,"model":"b","n":12345678901234567890}',
  ],
  ['{ "messages": [{"model":"inner"}], "model" : "a" }', '{ "messages": [{"model":"inner"}], "model" :"b"}'],
  ['{"x":"\\"model\\":\\"a\\"","model":"a"}', '{"x":"\\"model\\":\\"a\\"","model":"b"}'],
  ['{"mod\\u0065l":"a"}', '{"mod\\u0065l":"b"}'],
  ['{"messages":[]}', '{"model":"b","messages":[]}'],
  ["{}", '{"model":"b"}'],
  ['{"model":"a","model":"a2"}', '{"model":"b","model":"b"}'],
])("%s becomes %s", (before, after) => {
  expect(patched(before, { model: "b" })).toBe(after);
});
