/**
 * One key per intent of a person: a request that is sent twice acts once.
 * Not `crypto.randomUUID`, which browsers offer on https and localhost only.
 */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('');
}
