import { expect, test } from "vitest";
import { DOWN, pair, said, side } from "./pairs.fixtures.ts";
import { byLikeness, pairView } from "./pair-view.ts";

test("both sides next to each other, with what differs", () => {
  const view = pairView(
    pair(3, {
      original: side({ evidence: "recorded", answer: said('{"city":"Montreal","unit":"celsius"}') }),
      replay: side({ cost_usd: 0.0005, latency_ms: 300, answer: said('{"city":"Montreal","unit":"kelvin"}') }),
    }),
    [],
  );
  expect(view).toMatchObject({
    ordinal: 3,
    class: "comparable",
    measure: "json",
    similarity: 0.5,
    bucket: "major",
    differences: [{ kind: "value", path: "/text/unit", original: "celsius", replay: "kelvin" }],
    cost_delta_usd: expect.closeTo(-0.0015, 12),
    latency_delta_ms: -500,
  });
});

test("a replay cut short at our own limit is hard, whatever it says", () => {
  const view = pairView(
    pair(0, { truncated_by_us: true, replay: side({ answer: said("The", { finish_reason: "length" }) }) }),
    [],
  );
  expect(view).toMatchObject({ class: "truncated_by_us", bucket: "hard", similarity: null });
  expect(view.differences).toEqual([
    { kind: "finish_reason", path: "/finish_reason", replay: "length", original: "stop" },
  ]);
});

test("an answer whose body is not there is compared with nothing", () => {
  expect(pairView(pair(0, { original: side({ answer: null }) }), [])).toMatchObject({ class: "unread", bucket: null });
});

test("an unknown cost has no difference", () => {
  const view = pairView(pair(0, { replay: side({ cost_usd: null, failure: DOWN }) }), []);
  expect(view).toMatchObject({ class: "replay_failed", bucket: "hard", cost_delta_usd: null });
});

test("what to read first", () => {
  const measures = [{ measure: "lexical_trigram_dice", thresholds: { high: 0.9, mild: 0.5 } }];
  const views = [
    pair(0),
    pair(1, { original: side({ failure: DOWN }) }),
    pair(2, { replay: side({ answer: said("No idea.") }) }),
    pair(3, { replay: side({ failure: DOWN }) }),
  ].map((one) => pairView(one, measures));
  expect(views.toSorted(byLikeness).map(({ ordinal, bucket }) => [ordinal, bucket])).toEqual([
    [3, "hard"],
    [2, "major"],
    [0, "high"],
    [1, null],
  ]);
});
