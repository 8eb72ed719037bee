import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { checkServerIdentity, type ConnectionOptions } from 'node:tls';

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** The SHA-256 fingerprints of the certificates in a PEM text; none where the text holds none that can be read. */
export function fingerprintsIn(pem: string): readonly string[] {
  try {
    return (pem.match(PEM) ?? []).map((one) => new X509Certificate(one).fingerprint256);
  } catch {
    return [];
  }
}

/**
 * By what a robot's TLS peer is judged. Pinned certificates take the place of every authority that the machine knows: one
 * that signed the robot's, or the robot's own, which then needs no name in it (RFC 6125, 1.2, "pinning").
 *
 * @param pinned PEM; null: the authorities of the machine, and the name must fit
 */
export function trustFor(hostname: string, pinned: string | null): ConnectionOptions {
  // an address is no server name (RFC 6066, 3)
  const name = isIP(hostname) === 0 ? { servername: hostname } : {};
  if (pinned === null) return name;
  const own = new Set(fingerprintsIn(pinned));
  return {
    ...name,
    ca: pinned,
    // a robot's own certificate need not be an authority's, nor signed by itself
    allowPartialTrustChain: true,
    checkServerIdentity: (_host, peer) =>
      own.has(peer.fingerprint256) ? undefined : checkServerIdentity(hostname, peer),
  };
}
