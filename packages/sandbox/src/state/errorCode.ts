/**
 * `ENOENT`, `EADDRINUSE` and the like. By the field, not by class: under Jest
 * Node's errors are instances of another realm's Error.
 */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' ? code : undefined;
}
