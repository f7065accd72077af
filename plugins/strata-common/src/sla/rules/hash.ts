const offsetBasis = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;

/**
 * FNV-1a, 64 bit, in hex: tells a changed text from an unchanged one. Not for
 * anything an attacker may choose.
 *
 * Source: http://www.isthe.com/chongo/tech/comp/fnv/
 * @internal
 */
export function fnv1a64(text: string): string {
  let hash = offsetBasis;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime);
  }
  return hash.toString(16).padStart(16, '0');
}
