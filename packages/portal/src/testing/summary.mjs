/**
 * One test or check.
 * @typedef {{ id: string, status: 'passed' | 'failed' | 'skipped', detail?: string }} Result
 */

/** Prints what failed and was skipped, and the count as the last line. */
export function summarise(results) {
  const of = status => results.filter(result => result.status === status);
  const failed = of('failed');
  const skipped = of('skipped');
  if (skipped.length > 0) {
    process.stdout.write('\nSkipped:\n');
    for (const { id } of skipped) process.stdout.write(`  - ${id}\n`);
  }
  if (failed.length > 0) {
    process.stdout.write('\nFailed:\n');
    for (const { id, detail } of failed) {
      process.stdout.write(`  ✗ ${id}\n`);
      if (detail) {
        process.stdout.write(
          `${detail
            .split('\n')
            .slice(0, 40)
            .map(line => `      ${line}`)
            .join('\n')}\n`,
        );
      }
    }
  }
  process.stdout.write(
    `\n${of('passed').length} passed, ${failed.length} failed, ${
      skipped.length
    } skipped\n`,
  );
  return failed.length > 0 || results.length === 0 ? 1 : 0;
}
