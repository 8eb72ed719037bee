import type { Check } from '../check.ts';
import { archive } from './archive.ts';
import { auditChain } from './audit-chain.ts';
import { auditProof } from './audit-proof.ts';
import { duplicates } from './duplicates.ts';
import { journals } from './journals.ts';
import { orphans } from './orphans.ts';
import { pages } from './pages.ts';
import { schema } from './schema.ts';
import { schemaHistory } from './schema-history.ts';
import { segmentChain } from './segment-chain.ts';
import { segmentFiles } from './segment-files.ts';
import { snapshots } from './snapshots.ts';
import { types } from './types.ts';
import { unnamedFiles } from './unnamed-files.ts';

/** Every check, in the order in which they are done: what the later ones rest on comes first. */
export const checks: readonly Check[] = [
  pages,
  schemaHistory,
  schema,
  types,
  duplicates,
  orphans,
  auditChain,
  auditProof,
  segmentChain,
  segmentFiles,
  archive,
  unnamedFiles,
  snapshots,
  journals,
];
