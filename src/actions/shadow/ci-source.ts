/** Where a run was made, of what the environment of GitHub Actions and GitLab CI says; empty elsewhere. */
export function ciSource(environment: (name: string) => string | undefined): Readonly<Record<string, string>> {
  const of = (...names: readonly string[]): string | undefined =>
    names.map(environment).find((value) => value !== undefined && value !== "");
  const repository = of("GITHUB_REPOSITORY");
  const run = of("GITHUB_RUN_ID");
  const job = repository === undefined || run === undefined ? undefined : `/${repository}/actions/runs/${run}`;
  const source = {
    commit: of("GITHUB_SHA", "CI_COMMIT_SHA"),
    branch: of("GITHUB_HEAD_REF", "GITHUB_REF_NAME", "CI_COMMIT_REF_NAME"),
    pull_request: pullRequest(of("GITHUB_REF")) ?? of("CI_MERGE_REQUEST_IID"),
    job: job === undefined ? of("CI_JOB_URL") : `${of("GITHUB_SERVER_URL") ?? "https://github.com"}${job}`,
  };
  return Object.fromEntries(
    Object.entries(source).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** `refs/pull/12/merge` is that of pull request 12. */
function pullRequest(ref: string | undefined): string | undefined {
  return /^refs\/pull\/(\d+)\//u.exec(ref ?? "")?.[1];
}
