import { copyFileSync, readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Actor } from '../../../../src-main/audit/record.ts';
import { diskFiles } from '../../../../src-main/store/files.ts';
import type { VerifyKind } from '../../../../src-main/store/integrity/finding.ts';
import type { LocalStore } from '../../../../src-main/store/local-store.ts';
import { recover } from '../../../../src-main/store/opening/recover.ts';
import { createFailingFiles } from '../../../support/failing-files.ts';
import { newUser } from '../../../support/store.ts';
import { sql, unnoticed, type Tampering } from '../../../support/tamper.ts';
import {
  change,
  closedAtTheEnd,
  findingsOf,
  flipByte,
  openedHere,
  snapshotsOf,
  tamperBoth,
  tamperSnapshot,
  usedFolder,
} from './used-folder.ts';

const BY: Actor = { userId: 'id-of-Ann', username: 'Ann', role: 'administrator', sessionId: 's', origin: 'loopback' };

const opened = async (dir: string): Promise<LocalStore> => closedAtTheEnd(await openedHere(dir));
const repaired = (store: LocalStore, kind: VerifyKind = 'full') => store.verify({ kind, repair: true, by: BY });

async function repairsOnRecord(store: LocalStore): Promise<unknown[]> {
  const [outcome] = await store.run([{ kind: 'read', name: 'audit.page', args: { limit: 9, action: 'integrity.repair' } }]);
  return JSON.parse(JSON.stringify(outcome && 'value' in outcome ? (outcome.value as { text: string }).text : '[]')) as unknown[];
}

/** An index with as many rows as its table, and one of them wrong: nothing that opening looks at. */
const wrongIndex: Tampering[] = unnoticed(
  ['audit_records_by_action', 'audit_records_never_change'],
  sql("UPDATE audit_records SET action = 'x.y' WHERE id = 20"),
);
