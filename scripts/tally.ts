import { z } from 'zod';

/** Checks counted by how they ended. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const emptyTally: Tally = { passed: 0, failed: 0, skipped: 0 };
export const onePassed: Tally = { ...emptyTally, passed: 1 };
export const oneFailed: Tally = { ...emptyTally, failed: 1 };

export function sumOf(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, tally) => ({
      passed: sum.passed + tally.passed,
      failed: sum.failed + tally.failed,
      skipped: sum.skipped + tally.skipped,
    }),
    emptyTally,
  );
}

export function summaryLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

/**
 * Counts a report of vitest's JSON reporter. A file that failed without a failing test, because it did not
 * load or a hook threw, is one failure; so is a run that ended badly although every test in it passed.
 */
export function vitestTally(report: unknown, exitCode: number): Tally {
  const { testResults } = reportSchema.parse(report);
  const tally = sumOf(testResults.map(({ status, assertionResults }) => fileTally(status, assertionResults)));
  const brokeOtherwise = exitCode !== 0 && tally.failed === 0;
  const foundNothing = tally.passed + tally.failed === 0;
  return brokeOtherwise || foundNothing ? sumOf([tally, oneFailed]) : tally;
}

/** The failures of such a report by name: a test after its file, or the file alone when it did not run. */
export function vitestFailures(report: unknown): string[] {
  const { testResults } = reportSchema.parse(report);
  return testResults
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, assertionResults }) => {
      const failed = assertionResults.filter((assertion) => assertion.status === 'failed');
      return failed.length > 0 ? failed.map(({ fullName }) => `${name}: ${fullName}`) : [name];
    });
}

function fileTally(status: string, assertions: readonly { readonly status: string }[]): Tally {
  const passed = assertions.filter((assertion) => assertion.status === 'passed').length;
  const failed = assertions.filter((assertion) => assertion.status === 'failed').length;
  const skipped = assertions.length - passed - failed;
  return { passed, failed: status === 'failed' ? Math.max(1, failed) : failed, skipped };
}
