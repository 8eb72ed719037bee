import { Button, Table, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  VERIFY_KINDS,
  type VerifyFinding,
  type VerifyKind,
  type VerifyReport,
} from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { checkJob } from '../stores/jobs.ts';
import { DataTable } from '../widgets/data-table.tsx';
import { Failed } from '../widgets/failed.tsx';
import { JobProgress } from '../widgets/job-progress.tsx';
import { Mark } from '../widgets/mark.tsx';
import styles from './records.module.css';

/** Looks whether everything the console remembers is whole, and repairs what has a safe repair when asked to. */
export function Check() {
  const { t } = useTranslation();
  const [kind, setKind] = useState<VerifyKind>('quick');
  const [repair, setRepair] = useState(false);
  const { phase, progress, result, failure } = checkJob.use();
  const running = phase === 'running';
  const start = () => checkJob.start((client, signal) => client.store.verify({ kind, repair }, { signal }));
  return (
    <section className={styles['panel']} aria-labelledby="check">
      <Title order={3} size="h4" id="check">
        {t('check.heading')}
      </Title>
      <fieldset className={styles['choices']} disabled={running}>
        <legend>{t('check.which')}</legend>
        {VERIFY_KINDS.map((choice) => (
          <label key={choice} className={styles['choice']}>
            <input type="radio" name="check" checked={kind === choice} onChange={() => setKind(choice)} />
            <span>
              <strong>{t(`check.kind.${choice}`)}</strong>: {t(`check.kindMeaning.${choice}`)}
            </span>
          </label>
        ))}
        <label className={styles['choice']}>
          <input type="checkbox" checked={repair} onChange={(event) => setRepair(event.currentTarget.checked)} />
          {t('check.repair')}
        </label>
      </fieldset>
      <Button loading={running} onClick={() => void start()}>
        {t('check.start')}
      </Button>
      {running && <JobProgress label={t('check.running')} progress={progress} cancel={checkJob.cancel} />}
      <Failed failure={failure} />
      <div role="status">
        {phase === 'cancelled' && t('job.cancelled')}
        {result && <CheckSummary report={result} />}
      </div>
    </section>
  );
}

/** What a check found, in one sentence. */
export function CheckSummary({ report: { kind, at, tookMs, findings } }: { readonly report: VerifyReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const repaired = findings.filter((finding) => finding.repaired).length;
  const left = findings.length - repaired;
  const [n, done, rest] = [findings.length, repaired, left].map(format.count);
  return (
    <>
      <p className={styles['result']}>
        {findings.length === 0 ? t('check.clean') : t('check.found', { n, repaired: done, left: rest })}{' '}
        {left > 0 && <Mark level="critical">{t('check.attention')}</Mark>}
      </p>
      <p>
        {t('check.took', {
          kind: t(`check.kind.${kind}`),
          time: format.dateTime(at),
          duration: tookMs < 1_000 ? format.milliseconds(tookMs) : format.duration(tookMs),
        })}
      </p>
    </>
  );
}

/**
 * What the newest check has found, in the full width of the screen; nothing when that is nothing.
 *
 * @param known the newest check that the console knows of, whoever asked for it
 */
export function CheckFindings({ known }: { readonly known: VerifyReport | null }) {
  const { t } = useTranslation();
  const own = checkJob.use(({ result }) => result);
  const { findings } = newer(own, known) ?? { findings: [] };
  if (findings.length === 0) return null;
  return (
    <section className={`${styles['panel']} ${styles['wide']}`} aria-labelledby="findings">
      <Title order={3} size="h4" id="findings">
        {t('check.findings')}
      </Title>
      <Findings findings={findings} />
    </section>
  );
}

function newer(one: VerifyReport | null, other: VerifyReport | null): VerifyReport | null {
  return one === null || (other !== null && other.at > one.at) ? other : one;
}

/** Every finding, one a row. */
export function Findings({ findings }: { readonly findings: readonly VerifyFinding[] }) {
  const { t } = useTranslation();
  const heads = ['check', 'table', 'record', 'finding', 'outcome'] as const;
  return (
    <DataTable label={t('check.findings')} heads={heads.map((head) => t(`check.${head}`))}>
      {findings.map((found) => (
        <Table.Tr key={JSON.stringify(found)}>
          <Table.Th scope="row">{found.check}</Table.Th>
          <Table.Td>{found.table ?? '–'}</Table.Td>
          <Table.Td>{found.record ?? '–'}</Table.Td>
          <Table.Td>{found.finding}</Table.Td>
          <Table.Td>
            <Outcome {...found} />
          </Table.Td>
        </Table.Tr>
      ))}
    </DataTable>
  );
}

function Outcome({ repair, repaired }: Pick<VerifyFinding, 'repair' | 'repaired'>) {
  const { t } = useTranslation();
  if (repaired) return t('check.repaired', { repair: repair ?? '–' });
  return repair === null ? <strong>{t('check.byHand')}</strong> : t('check.repairable', { repair });
}
