import { createCipheriv } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { createAccess, type Access, type AccessDependencies } from '../../src-main/access/access.ts';
import { createPasswordHasher } from '../../src-main/access/password-hasher.ts';
import { protectWith, type SecretProtection } from '../../src-main/access/secret-protection.ts';
import type { Place } from '../../src-main/access/place.ts';
import type { Actor } from '../../src-main/audit/record.ts';
import type { Clock } from '../../src-main/clock.ts';
import type { RandomBytes } from '../../src-main/random.ts';
import type { AuditRecord } from '../../src-main/store/repositories/audit.ts';
import type { Store } from '../../src-main/store/store.ts';
import { openInThread } from './local-store.ts';
import { createRecordingLog, type RecordingLog } from './recording-log.ts';
import { openTestStore, temporaryFolder } from './store.ts';

export const SECRET = 'purple robots eat 7 bananas';
export const nobody: Actor = { userId: null, username: null, role: null, sessionId: null, origin: 'console' };

/** Bytes that look random and are the same in every run. */
export function seededBytes(seed: string): RandomBytes {
  const key = Buffer.alloc(32, seed);
  const stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
  return (count) => new Uint8Array(stream.update(Buffer.alloc(count)));
}

export const testProtection = (): SecretProtection => protectWith(Buffer.alloc(32, 'key'), seededBytes('nonces'));

/** The real access to a console over a real store in a folder of its own. */
export interface AccessStand extends Access {
  readonly store: Pick<Store, 'read' | 'write' | 'close'>;
  readonly folder: string;
  readonly log: RecordingLog;
  /** The newest audit records, newest first. */
  records(limit: number): Promise<readonly AuditRecord[]>;
}

export interface AccessStandOptions extends Partial<Omit<AccessDependencies, 'store' | 'clock' | 'hasher'>> {
  readonly clock: Clock;
  readonly folder?: string;
  /** bcrypt's; low, for speed. */
  readonly cost?: number;
  /** The store without its thread starts sooner; one with it refuses in words after it is closed. */
  readonly inThread?: boolean;
}

export async function createAccessStand({
  clock,
  folder,
  cost = 4,
  inThread = true,
  ...more
}: AccessStandOptions): Promise<AccessStand> {
  const dir = folder ?? (await temporaryFolder());
  const hasher = createPasswordHasher({ cost });
  onTestFinished(() => hasher.close());
  const store = inThread ? await openInThread(dir, { clock }) : await openTestStore(dir);
  const log = createRecordingLog();
  const access = createAccess({
    store,
    hasher,
    clock,
    log,
    randomBytes: seededBytes(dir),
    protection: testProtection(),
    blocklist: new Set(['password']),
    ...more,
  });
  return { ...access, store, folder: dir, log, records: (limit) => store.read('audit.page', { limit }) };
}

/** A seat of the loopback shell. */
export const placeAt = (id: string): Place => ({ seat: { id }, origin: 'loopback' });
