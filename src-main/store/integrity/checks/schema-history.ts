import type { Check } from '../check.ts';
import { found } from '../finding.ts';

/** The migrations that the database has been through are the beginning of ours. */
export const schemaHistory: Check = {
  name: 'schema-history',
  quick: true,
  plan: ({ database }) =>
    database
      ? [
          () =>
            database.historyFault === null
              ? []
              : [found('schema-history', database.historyFault, { table: 'schema_history' })],
        ]
      : [],
};
