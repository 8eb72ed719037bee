import { Button, Table, Title } from '@mantine/core';
import { useEffect, useEffectEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupListing, ConsoleClient } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { sentenceOf } from '../i18n/sentence.ts';
import { backupJob } from '../stores/jobs.ts';
import { DataTable } from '../widgets/data-table.tsx';
import { Failed } from '../widgets/failed.tsx';
import { Octagon } from '../widgets/icons.tsx';
import { useAnswer } from '../widgets/use-answer.ts';
import styles from './records.module.css';

const askBackups = (client: ConsoleClient, signal: AbortSignal) => client.backups.list(undefined, { signal });

/** The backups there are, asked for again when another was made. */
export function Backups() {
  const { t } = useTranslation();
  const { value: backups, failure, again } = useAnswer(askBackups);
  const made = backupJob.use(({ result }) => result);
  const ask = useEffectEvent(again);
  useEffect(() => {
    if (made !== null) ask();
  }, [made]);
  return (
    <section className={`${styles['panel']} ${styles['wide']}`} aria-labelledby="backups">
      <Title order={3} size="h4" id="backups">
        {t('backups.list')}
      </Title>
      <Failed failure={failure} />
      {failure && <Button onClick={again}>{t('retry')}</Button>}
      {backups ? <BackupTable backups={backups} /> : !failure && <p>{t('loading')}</p>}
    </section>
  );
}

/** Every backup, one a row; one that cannot be read says why. */
export function BackupTable({ backups }: { readonly backups: readonly BackupListing[] }) {
  const { t } = useTranslation();
  if (backups.length === 0) return <p>{t('backups.none')}</p>;
  const heads = ['createdAt', 'reason', 'sequence', 'sealing', 'bytes', 'file'] as const;
  return (
    <DataTable label={t('backups.list')} heads={heads.map((head) => t(`backups.${head}`))}>
      {backups.map((backup) => (
        <Row key={backup.file} backup={backup} />
      ))}
    </DataTable>
  );
}

function Row({ backup }: { readonly backup: BackupListing }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { file, createdAt, reason, sequence, encrypted, bytes, problem } = backup;
  return (
    <Table.Tr>
      {problem === null ? (
        <>
          <Table.Td>{createdAt === null ? '–' : format.dateTime(createdAt)}</Table.Td>
          <Table.Td>{reason === null ? '–' : t(`backups.why.${reason}`)}</Table.Td>
          <Table.Td>{sequence === null ? '–' : format.count(sequence)}</Table.Td>
          <Table.Td>{encrypted === null ? '–' : t(encrypted ? 'backups.sealed' : 'backups.plain')}</Table.Td>
        </>
      ) : (
        <Table.Td colSpan={4}>
          <span className={styles['problem']}>
            <Octagon />
            {sentenceOf(t, { code: problem, details: { file: nameOf(file) } })}
          </span>
        </Table.Td>
      )}
      <Table.Td>{bytes === null ? '–' : format.bytes(bytes)}</Table.Td>
      <Table.Th scope="row" className={styles['file']}>
        {file}
      </Table.Th>
    </Table.Tr>
  );
}

const nameOf = (file: string): string => file.split(/[\\/]/).at(-1) ?? file;
