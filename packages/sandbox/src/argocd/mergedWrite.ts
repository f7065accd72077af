import { isDeepStrictEqual } from 'node:util';
import type { Application } from './application';

/**
 * What to store when an Application changed while the controller was at work:
 * of operation, annotations and operation state, the side that changed wins,
 * the controller where both did. The rest of the status is the controller's,
 * the spec and other metadata are whoever wrote last's.
 */
export function mergedWrite(
  base: Application,
  ours: Application,
  theirs: Application,
): Application {
  const pick = <T>(read: (application: Application) => T): T =>
    isDeepStrictEqual(read(base), read(ours)) ? read(theirs) : read(ours);
  const operation = pick(application => application.operation);
  const annotations = pick(application => application.metadata.annotations);
  const operationState = pick(
    application => application.status?.operationState,
  );
  const { operation: _operation, ...rest } = theirs;
  return {
    ...rest,
    ...(operation && { operation }),
    metadata: { ...theirs.metadata, ...(annotations && { annotations }) },
    status: { ...ours.status, ...(operationState && { operationState }) },
  };
}
