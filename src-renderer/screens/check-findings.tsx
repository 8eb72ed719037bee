import { Table, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Finding, VerifyReport } from '../../src-main/bridge/contract.ts';
import { checkJob } from '../stores/jobs.ts';
import { DataTable } from '../widgets/data-table.tsx';
import styles from './records.module.css';

/**
 * What the newest check has found, in the full width of the screen; nothing when that is nothing.
 *
 * @param known the newest check that the console knows of, whoever asked for it
 */
export function CheckFindings({ known }: { readonly known: VerifyReport | null }) {
  const { t } = useTranslation();
  const report = newer(
    checkJob.use(({ result }) => result),
    known,
  );
  if (report === null || report.findings.length + report.repairs.length === 0) return null;
  return (
    <section className={`${styles['panel']} ${styles['wide']}`} aria-labelledby="findings">
      <Title order={3} size="h4" id="findings">
        {t('check.findings')}
      </Title>
      <Findings report={report} />
    </section>
  );
}

function newer(one: VerifyReport | null, other: VerifyReport | null): VerifyReport | null {
  return one === null || (other !== null && other.at > one.at) ? other : one;
}

/** Every finding, one a row, and what becomes of it: first what is left, then what was repaired. */
export function Findings({ report: { findings, repairs } }: { readonly report: VerifyReport }) {
  const { t } = useTranslation();
  const heads = ['check', 'table', 'record', 'finding', 'outcome'] as const;
  const problems = new Map(repairs.map(({ finding, problem }) => [JSON.stringify(finding), problem]));
  const repaired = repairs.filter(({ outcome }) => outcome === 'succeeded');
  return (
    <DataTable label={t('check.findings')} heads={heads.map((head) => t(`check.${head}`))}>
      {findings.map((finding) => (
        <Row key={JSON.stringify(finding)} finding={finding}>
          <Advice finding={finding} problem={problems.get(JSON.stringify(finding)) ?? null} />
        </Row>
      ))}
      {repaired.map(({ finding }) => (
        <Row key={`repaired ${JSON.stringify(finding)}`} finding={finding}>
          {t('check.repaired')}
        </Row>
      ))}
    </DataTable>
  );
}

function Row({ finding: of, children }: { readonly finding: Finding; readonly children: React.ReactNode }) {
  const { t } = useTranslation();
  const { check, table, record, finding } = of;
  return (
    <Table.Tr>
      <Table.Th scope="row">{t(`verify.${check}`)}</Table.Th>
      <Table.Td>{table ?? '–'}</Table.Td>
      <Table.Td className={styles['word']}>{record ?? '–'}</Table.Td>
      <Table.Td>{finding}</Table.Td>
      <Table.Td>{children}</Table.Td>
    </Table.Tr>
  );
}

/** What somebody should do about a finding that is left. */
function Advice({
  finding: { check, repair },
  problem,
}: {
  readonly finding: Finding;
  readonly problem: string | null;
}) {
  const { t } = useTranslation();
  if (problem !== null) return <strong>{t('check.repairFailed', { problem })}</strong>;
  if (repair !== null) return t('check.repairable', { repair: t(`check.repairOf.${repair}`) });
  return <strong>{t(`check.advice.${check}`)}</strong>;
}
