import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { z } from 'zod';
import type { Clock } from '../time/clock';
import type { StateDirectory } from './StateDirectory';

const identitySchema = z.object({
  /** PEM of the authority: what clients verify with. */
  ca: z.string().startsWith('-----BEGIN CERTIFICATE'),
  cert: z.string().startsWith('-----BEGIN CERTIFICATE'),
  key: z.string().startsWith('-----BEGIN PRIVATE KEY'),
});
/** What a TLS server of the sandbox shows, and the authority that vouches for it. */
export type TlsIdentity = z.infer<typeof identitySchema>;

const day = 24 * 3600_000;
const algorithm = {
  name: 'ECDSA',
  namedCurve: 'P-256',
  hash: 'SHA-256',
} as const;

/**
 * The sandbox's own authority, so that nothing has to skip verification. Made
 * again when it is damaged or within a week of its end; the authority's key is
 * never stored.
 */
export async function loadTlsIdentity(
  state: StateDirectory,
  clock: Clock,
  report: (message: string) => void,
): Promise<TlsIdentity> {
  const read = state.read('tls.json', identitySchema);
  if (read.kind === 'found') {
    const problem = whyUnusable(read.value, clock.now());
    if (!problem) return read.value;
    report(`tls.json: ${problem}; a new authority was made`);
  } else if (read.kind === 'damaged') {
    report(`tls.json is damaged (${read.reason}); a new authority was made`);
  }
  const identity = await createIdentity(clock.now());
  state.writeJson('tls.json', identity);
  return identity;
}

function whyUnusable(identity: TlsIdentity, now: number) {
  try {
    const ends = Date.parse(new X509Certificate(identity.cert).validTo);
    return ends - now < 7 * day ? 'the certificate ends within a week' : '';
  } catch (error) {
    return String(error);
  }
}

async function createIdentity(now: number): Promise<TlsIdentity> {
  const notBefore = new Date(now - day);
  const notAfter = new Date(now + 365 * day);
  const authorityKeys = await generateKeys();
  const authority = await X509CertificateGenerator.createSelfSigned(
    {
      name: 'CN=Strata sandbox authority',
      notBefore,
      notAfter,
      keys: authorityKeys,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(
          KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign,
          true,
        ),
      ],
    },
    crypto,
  );
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.create(
    {
      subject: 'CN=localhost',
      issuer: authority.subject,
      notBefore,
      notAfter,
      publicKey: keys.publicKey,
      signingKey: authorityKeys.privateKey,
      signingAlgorithm: algorithm,
      extensions: [
        new BasicConstraintsExtension(false),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension([
          { type: 'dns', value: 'localhost' },
          { type: 'ip', value: '127.0.0.1' },
        ]),
      ],
    },
    crypto,
  );
  return {
    ca: authority.toString('pem'),
    cert: certificate.toString('pem'),
    key: PemConverter.encode(
      await crypto.subtle.exportKey('pkcs8', keys.privateKey),
      'PRIVATE KEY',
    ),
  };
}

const generateKeys = () =>
  crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
