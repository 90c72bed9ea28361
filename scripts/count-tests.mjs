// Adds up vitest's JSON reports and prints `N passed, N failed`; a skipped test, a suite that did not load, a missing
// report and a failed step all count as failures. Arguments: number of failed steps, then the reports.
import { readFileSync } from 'node:fs';

const [failedSteps, ...reports] = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const file of reports) {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    passed += report.numPassedTests;
    const unloaded = report.testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
    );
    failed += report.numFailedTests + report.numPendingTests + report.numTodoTests + unloaded.length;
    if (!report.success && report.numFailedTests + unloaded.length === 0) failed++;
  } catch {
    console.log(`no report ${file}`);
    failed++;
  }
}
if (failed === 0) failed += Number(failedSteps);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && Number(failedSteps) === 0 ? 0 : 1;
