import type { Reporter, TestCase, TestModule } from "vitest/node";

interface Skipped {
  readonly name: string;
  readonly reason: string;
}

function setUpFailed(test: TestCase): boolean {
  for (let parent = test.parent; parent.type === "suite"; parent = parent.parent) {
    if (parent.errors().length > 0) return true;
  }
  return false;
}

/** Ends a run with why each skipped test was skipped and a last line `N passed, N failed`; a file that does not load counts as a failure. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    let passed = 0;
    let failed = unhandledErrors.length;
    const skipped: Skipped[] = [];
    for (const module of modules) {
      failed += module.errors().length;
      for (const suite of module.children.allSuites()) failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const result = test.result();
        if (result.state === "passed") passed += 1;
        else if (result.state === "skipped") {
          const name = `${module.relativeModuleId} > ${test.fullName}`;
          skipped.push({ name, reason: result.note ?? (setUpFailed(test) ? "its setup failed" : "no reason given") });
        } else failed += 1;
      }
    }
    if (skipped.length > 0) console.log(`${skipped.length} skipped:`);
    for (const { name, reason } of skipped) console.log(`  ${name}: ${reason}`);
    console.log(`${passed} passed, ${failed} failed`);
  }
}
