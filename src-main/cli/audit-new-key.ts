import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { openKeyFile, putKeyFile, setKeyAside, type KeyFileOptions } from '../audit/key-file.ts';
import { fingerprintOf, signingKeyFromSeed, type SigningKey } from '../audit/signing-key.ts';
import type { AuditEvent } from '../audit/record.ts';
import { canonicalUsername } from '../access/username.ts';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { ConsoleError } from '../errors.ts';
import { fileRights } from '../key-protection.ts';
import { silentLog } from '../log.ts';
import { AUDIT_KEY_FILE, verifierKeyIn } from '../store/checkpoints/key-beside.ts';
import { diskFiles } from '../store/files.ts';
import { verifyFolder } from '../store/integrity/verify-folder.ts';
import { openStore } from '../store/store.ts';
import { AT_THE_COMMAND_LINE, parseOptions, wrongUsage } from './command.ts';
import { configuredFor } from './data-folder.ts';
import { firstLine } from './first-line.ts';
import type { CommandIo } from './io.ts';
import { systemUser } from './system-user.ts';

/**
 * Lets another key sign the log where the one that did is lost or cannot be opened. The old key file is set aside and
 * kept; the new key's first act is the record that says so, with the reason, and its checkpoints over the whole log as
 * it stands. What the old key said before, the new one cannot vouch for: a verifier needs both.
 *
 * @throws ConsoleError AUDIT_KEY_UNUSABLE when the key can be used, or nothing was ever signed; STORE_LOCKED
 */
export async function newKeyCommand(argv: string[], io: CommandIo): Promise<number> {
  const values = parseOptions(argv, {
    reason: { type: 'string' },
    yes: { type: 'boolean' },
    'replace-usable': { type: 'boolean' },
    data: { type: 'string' },
  });
  const reason = values.reason?.trim() ?? '';
  if (reason === '') throw wrongUsage('--reason: say why, in a sentence for whoever reads the log later');
  const config = await configuredFor(values.data, 'existing', io.env);
  const file = path.join(config.dataDir, AUDIT_KEY_FILE);
  const place = { files: diskFiles, file, protection: fileRights };
  if (!values.yes && !(await isConfirmed(file, io))) {
    io.err('Nothing was changed.');
    return 1;
  }
  const { next, findings } = await succeed(config, place, reason, values['replace-usable'] ?? false);
  if (findings > 0)
    io.err(`Before that the log had ${findings} findings, which is on record: look with verify --full.`);
  io.out(`the log is signed by another key now: ${fingerprintOf(next.verifierKey)}`);
  io.out(next.verifierKey);
  io.err('Give this verifier key to everybody who verifies the log, and let them keep the old one: they need both.');
  return 0;
}

async function isConfirmed(file: string, io: CommandIo): Promise<boolean> {
  io.err(`The key ${file} will be set aside, and another one will sign the audit log from now on.`);
  io.err('That cannot be taken back. If the desktop console can still open the key, start that one instead.');
  io.err('Type yes to go on:');
  return (await firstLine(io.stdin, io.signal)).trim() === 'yes';
}

/** The id of the key in the file; null where it cannot be used. */
function usableKey(place: KeyFileOptions): string | null {
  try {
    const key = openKeyFile(place);
    return key && idIn(key.verifierKey);
  } catch (error) {
    if (error instanceof ConsoleError && ['AUDIT_KEY_UNUSABLE', 'KEY_SEALED'].includes(error.code)) return null;
    throw error;
  }
}

interface Succeeded {
  readonly next: SigningKey;
  /** What was found wrong with the store before. */
  readonly findings: number;
}

async function succeed(
  { dataDir: dir, audit }: Config,
  place: KeyFileOptions,
  reason: string,
  replaceUsable: boolean,
): Promise<Succeeded> {
  const common = { dir, clock: systemClock, log: silentLog };
  const { findings } = await verifyFolder({
    files: diskFiles,
    clock: systemClock,
    folder: dir,
    kind: 'full',
    canonicalName: canonicalUsername,
  });
  const store = await openStore(common);
  let next: SigningKey;
  try {
    const last = (await store.read('audit.checkpoints', {})).at(-1) ?? null;
    const old = oldKey(dir, last?.key_id ?? null);
    const log = last?.log ?? old.verifierKey?.split('+')[0];
    if (log === undefined) {
      const why = 'nothing was ever signed here: the console makes a key by itself';
      throw new ConsoleError('AUDIT_KEY_UNUSABLE', `${dir}: ${why}`, { file: dir, reason: why });
    }
    const usable = usableKey(place);
    // one that has signed nothing here was put in the place of the real one: after a restore elsewhere, for instance
    if (usable !== null && usable === (last?.key_id ?? usable) && !replaceUsable) {
      const why = 'it can be used; add --replace-usable where somebody else may have it';
      throw new ConsoleError('AUDIT_KEY_UNUSABLE', `${place.file}: ${why}`, { file: place.file, reason: why });
    }
    next = signingKeyFromSeed(log, randomBytes(32));
    setKeyAside(place, `set-aside-${systemClock.now()}`);
    const newKeyId = idIn(next.verifierKey);
    const facts = { oldKey: old.verifierKey, oldKeyId: old.keyId, newKey: next.verifierKey, newKeyId };
    const event: AuditEvent = {
      actor: AT_THE_COMMAND_LINE,
      action: 'audit.new-key',
      subject: newKeyId,
      outcome: 'succeeded',
      reason,
      details: {
        ...facts,
        oldFingerprint: old.verifierKey === null ? null : fingerprintOf(old.verifierKey),
        newFingerprint: fingerprintOf(next.verifierKey),
        systemUser: systemUser(),
        findings: findings.length,
      },
    };
    const succession = {
      log,
      old_key_id: old.keyId,
      old_verifier_key: old.verifierKey,
      new_key_id: newKeyId,
      new_verifier_key: next.verifierKey,
      at: systemClock.now(),
    };
    await store.write('audit.newKey', succession, event);
    // only what is on record takes the place of the old one
    putKeyFile(place, next);
  } finally {
    await store.close();
  }
  const signer = next;
  const signing = await openStore({
    ...common,
    auditKey: () => signer,
    witnessFolder: audit.witnessFolder || undefined,
  });
  await signing.signAudit();
  const { failure } = (await signing.status()).checkpoints;
  await signing.close();
  if (failure !== null) throw new ConsoleError('AUDIT_KEY_UNUSABLE', failure, { file: place.file, reason: failure });
  return { next, findings: findings.length };
}

/** What is left of the key that signed before. */
function oldKey(dir: string, signedBy: string | null): { verifierKey: string | null; keyId: string | null } {
  const beside = verifierKeyIn(diskFiles, dir);
  if (beside === null) return { verifierKey: null, keyId: signedBy };
  // a key file may have been put here that has signed nothing: what has signed is what counts
  const fits = signedBy === null || idIn(beside) === signedBy;
  return fits ? { verifierKey: beside, keyId: idIn(beside) } : { verifierKey: null, keyId: signedBy };
}

const idIn = (verifierKey: string): string => verifierKey.split('+')[1] ?? '';
