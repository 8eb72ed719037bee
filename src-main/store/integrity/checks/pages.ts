import { sql } from 'kysely';
import type { Check } from '../check.ts';
import { found, type Finding } from '../finding.ts';
import { readCheckLine } from '../sqlite-words.ts';
import type { SubjectDatabase } from '../subject.ts';

/** More lines than this say no more. */
const MOST_LINES = 1000;

/** SQLite's own checks: pages, indexes against their tables, NOT NULL, CHECK. `quick_check` does not compare indexes. */
export const pages: Check = {
  name: 'pages',
  quick: true,
  plan({ database, databaseFault, kind }) {
    if (databaseFault !== null) return [() => [found('pages', databaseFault)]];
    return database ? [() => look(database, kind === 'full')] : [];
  },
};

async function look({ memory }: SubjectDatabase, full: boolean): Promise<Finding[]> {
  const pragma = full ? 'integrity_check' : 'quick_check';
  const rows = memory.exec(`PRAGMA ${pragma}(${MOST_LINES})`);
  const lines = rows.flatMap((row) => String(row[pragma]).split('\n')).filter((line) => line !== 'ok');
  const findings: Finding[] = [];
  const indexes = new Map<string, string[]>();
  for (const line of lines) {
    const read = readCheckLine(line);
    if (read.about === 'index') indexes.set(read.index, [...(indexes.get(read.index) ?? []), line]);
    else if (read.about === 'structure') findings.push(found('pages', line));
    // a full verification names each such record under `types`
    else if (read.about === 'constraint' || !full) findings.push(found('pages', line, { table: read.table }));
  }
  const structureHolds = lines.every((line) => readCheckLine(line).about !== 'structure');
  for (const [index, words] of indexes) {
    findings.push(
      found('pages', `the index disagrees with its table in ${words.length} places, first: ${words[0]}`, {
        table: await tableOf(memory, index),
        record: index,
        // making an index again frees its pages: not where pages may belong to something else
        repair: structureHolds ? 'reindex' : null,
      }),
    );
  }
  return findings;
}

async function tableOf({ db }: SubjectDatabase['memory'], index: string): Promise<string | null> {
  const query = sql<{ tbl_name: string }>`SELECT tbl_name FROM sqlite_schema WHERE type = 'index' AND name = ${index}`;
  return (await query.execute(db)).rows[0]?.tbl_name ?? null;
}
