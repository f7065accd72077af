/** Something the person at the terminal can do something about. */
export class PortalError extends Error {
  /**
   * @param {string} message what is wrong
   * @param {string} [remedy] what to do about it
   * @param {number} [exitCode]
   */
  constructor(message, remedy, exitCode = 1) {
    super(message);
    this.name = 'PortalError';
    this.remedy = remedy;
    this.exitCode = exitCode;
  }
}

/**
 * The same failure in words with a remedy, where the cause is a known one.
 * @param {string} what the step that failed
 * @param {string} output what it printed
 */
export function explain(what, output) {
  const tail = output.trim().split('\n').slice(-15).join('\n');
  if (/ENOSPC|no space left/i.test(output)) {
    return new PortalError(
      `${what} failed: the disk is full.`,
      'Free at least 4 GB and run the same command again; it goes on where it stopped.',
    );
  }
  if (
    /ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|RequestError|network/i.test(
      output,
    )
  ) {
    return new PortalError(
      `${what} failed: the npm registry could not be reached or broke off.\n${tail}`,
      'Check the network and npm settings (npm ping), then run the same command again; it goes on where it stopped.',
    );
  }
  if (/integrity|checksum|EINTEGRITY|YN0018/i.test(output)) {
    return new PortalError(
      `${what} failed: a download arrived damaged.\n${tail}`,
      'Run the same command again. If it stays so, remove .cache/toolchain and try once more.',
    );
  }
  return new PortalError(
    `${what} failed.\n${tail}`,
    'The lines above are the last it printed.',
  );
}
