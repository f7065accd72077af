/** Another process holds the lock of a ref. Nothing was written. @public */
export class RefLockedError extends Error {
  name = 'RefLockedError';

  constructor(lock: string) {
    super(
      `${lock} is held by another process; try again, and where no git process is running, remove that file`,
    );
  }
}

/** A ref did not stand where it was read. Nothing was written. @public */
export class RefMovedError extends Error {
  name = 'RefMovedError';

  constructor(
    readonly ref: string,
    readonly expected: string | undefined,
    readonly actual: string | undefined,
  ) {
    super(
      `${ref} moved: expected ${expected ?? 'no such ref'}, found ${
        actual ?? 'no such ref'
      }; read again and repeat`,
    );
  }
}

/** An edit that no change may make, with the path and the reason. @public */
export class RefusedEditError extends Error {
  name = 'RefusedEditError';

  constructor(readonly path: string, reason: string) {
    super(`${JSON.stringify(path)} is refused: ${reason}`);
  }
}
