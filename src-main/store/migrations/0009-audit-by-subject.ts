import type { Migration } from '../migrate.ts';

/** The history of one account or robot is found without reading everybody's. */
export const auditBySubject: Migration = {
  number: 9,
  name: 'audit-by-subject',
  statements: [`CREATE INDEX audit_records_by_subject ON audit_records (subject, id)`],
};
