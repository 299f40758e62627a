import { expect, test } from "vitest";
import { ciSource } from "./ci-source.ts";

const of = (environment: Readonly<Record<string, string>>): object => ciSource((name) => environment[name]);

test("where a run was made is what the CI says", () => {
  expect(of({})).toEqual({});
  expect(
    of({
      GITHUB_SHA: "abc",
      GITHUB_REF: "refs/pull/12/merge",
      GITHUB_REF_NAME: "12/merge",
      GITHUB_HEAD_REF: "cheaper",
      GITHUB_REPOSITORY: "us/shop",
      GITHUB_RUN_ID: "7",
    }),
  ).toEqual({ commit: "abc", branch: "cheaper", pull_request: "12", job: "https://github.com/us/shop/actions/runs/7" });
  expect(
    of({ CI_COMMIT_SHA: "abc", CI_COMMIT_REF_NAME: "main", CI_MERGE_REQUEST_IID: "3", CI_JOB_URL: "https://ci/1" }),
  ).toEqual({ commit: "abc", branch: "main", pull_request: "3", job: "https://ci/1" });
});
