import type { Migration } from '../migrate.ts';
import { users } from './0001-users.ts';
import { audit } from './0002-audit.ts';
import { segments } from './0003-segments.ts';
import { settings } from './0004-settings.ts';
import { auditChain } from './0005-audit-chain.ts';
import { segmentProofs } from './0006-segment-proofs.ts';
import { auditCheckpoints } from './0007-audit-checkpoints.ts';
import { accounts } from './0008-accounts.ts';
import { auditBySubject } from './0009-audit-by-subject.ts';
import { roles } from './0010-roles.ts';
import { auditArchive } from './0011-audit-archive.ts';
import { linkHistory } from './0012-link-history.ts';

/** The whole history of the schema, oldest first. Add at the end; never change what has been released. */
export const migrations: readonly Migration[] = [
  users,
  audit,
  segments,
  settings,
  auditChain,
  segmentProofs,
  auditCheckpoints,
  accounts,
  auditBySubject,
  roles,
  auditArchive,
  linkHistory,
];
