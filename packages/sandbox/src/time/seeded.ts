import { createHash } from 'node:crypto';

const digest = (parts: readonly (string | number)[]) =>
  createHash('sha256').update(parts.join('\u0000')).digest();

/** A number in [0, 1) that depends on nothing but its arguments. */
export const fraction = (...parts: (string | number)[]) =>
  digest(parts).readUInt32BE(0) / 2 ** 32;

/** A number in [low, high) that depends on nothing but its arguments. */
export const between = (
  low: number,
  high: number,
  ...parts: (string | number)[]
) => low + fraction(...parts) * (high - low);

/** Lower-case hexadecimal of at most 64 characters. */
export const hex = (length: number, ...parts: (string | number)[]) =>
  digest(parts).toString('hex').slice(0, length);

/** The alphabet Kubernetes takes for generated names: no vowels, no 0, 1, 3. */
const nameAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** A name suffix as Kubernetes generates them. */
export const suffix = (length: number, ...parts: (string | number)[]) =>
  Array.from(digest(parts).subarray(0, length), byte =>
    nameAlphabet.charAt(byte % nameAlphabet.length),
  ).join('');

/** A UUID of version 4's shape. */
export const uuid = (...parts: (string | number)[]) => {
  const h = hex(32, ...parts);
  return [
    h.slice(0, 8),
    h.slice(8, 12),
    `4${h.slice(13, 16)}`,
    `8${h.slice(17, 20)}`,
    h.slice(20, 32),
  ].join('-');
};
