const interactive = process.stdout.isTTY === true;

const seconds = since => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/**
 * Runs one step and says so: a moving line on a terminal, elsewhere a line at
 * the start, one every 20 seconds, and one at the end.
 *
 * @template T
 * @param {string} title
 * @param {(report: (detail: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = Date.now();
  let detail = '';
  const line = () =>
    `  … ${title} (${seconds(started)})${detail ? ` ${detail}` : ''}`;
  if (!interactive) process.stdout.write(`  … ${title}\n`);
  const timer = setInterval(
    () => {
      process.stdout.write(
        interactive
          ? `\r\u001b[2K${line().slice(0, (process.stdout.columns ?? 80) - 1)}`
          : `${line()}\n`,
      );
    },
    interactive ? 200 : 20_000,
  );
  try {
    const result = await work(text => {
      detail = text;
    });
    clearInterval(timer);
    process.stdout.write(
      `${interactive ? '\r\u001b[2K' : ''}  ✓ ${title} (${seconds(started)})\n`,
    );
    return result;
  } catch (error) {
    clearInterval(timer);
    process.stdout.write(
      `${interactive ? '\r\u001b[2K' : ''}  ✗ ${title} (${seconds(started)})\n`,
    );
    throw error;
  }
}

/** A step that had nothing to do. */
export function upToDate(title) {
  process.stdout.write(`  ✓ ${title} (up to date)\n`);
}
