import type { Reporter, TestCase } from 'vitest/node';

/**
 * Names the tests that passed only at a second try. Real browsers stumble now and then over nothing of ours, so end-to-end
 * tests get that try; a test that is named here again and again has found something.
 */
export default class FlakyReporter implements Reporter {
  readonly #flaky: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) this.#flaky.push(`${test.module.relativeModuleId}: ${test.fullName}`);
  }

  onTestRunEnd(): void {
    if (this.#flaky.length === 0) return;
    console.log(`\n${this.#flaky.length} passed only at the second try:`);
    for (const name of this.#flaky) console.log(`  ${name}`);
  }
}
