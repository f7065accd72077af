import { ResponseError } from '@backstage/errors';

/** What the backend said, without the HTTP around it. */
export function reasonOf(error: Error): string {
  if (ResponseError.is(error)) {
    return error.body.error.message || error.message;
  }
  return error.message;
}

/**
 * Whether the person was told "no such thing, or not yours". The two are not
 * told apart on purpose: the difference would say what exists.
 */
export function isHidden(error: Error): boolean {
  return (
    ResponseError.is(error) &&
    (error.response.status === 403 || error.response.status === 404)
  );
}
