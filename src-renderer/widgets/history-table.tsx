import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LinkHistory } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import screen from '../screens/screen.module.css';
import { DataTable } from './data-table.tsx';
import styles from './link-history.module.css';
import { Percentiles } from './percentiles.tsx';

/** The history hour by hour or day by day, the newest first; folded away until somebody wants it. */
export function HistoryTable({ history: { by, stretches } }: { readonly history: LinkHistory }) {
  const { t } = useTranslation();
  const name = t(by === 'hour' ? 'linkHistory.byHour' : 'linkHistory.byDay');
  const heads = ['since', 'availability', 'observed', 'latency', 'polls', 'restarts'] as const;
  return (
    <details className={screen['more']}>
      <summary>{name}</summary>
      <DataTable label={name} heads={heads.map((head) => t(`linkHistory.${head}`))}>
        {stretches.toReversed().map((stretch) => (
          <Row key={stretch.startedAt} by={by} stretch={stretch} />
        ))}
      </DataTable>
    </details>
  );
}

interface RowProps {
  readonly by: LinkHistory['by'];
  readonly stretch: LinkHistory['stretches'][number];
}

function Row({ by, stretch }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { startedAt, observedMs, liveMs, simulatedMs, latency, polls, succeeded, restarts } = stretch;
  const share = observedMs === 0 ? 0 : liveMs / observedMs;
  return (
    <Table.Tr>
      <Table.Th scope="row">{by === 'hour' ? format.recent(startedAt) : format.date(startedAt)}</Table.Th>
      <Table.Td>
        <div className={styles['share']}>
          <div className={styles['bar']}>
            <div className={styles['live']} style={{ width: `${100 * share}%` }} />
          </div>
          {format.ratio(share)}
          {simulatedMs > 0 && <span className={styles['simulated']}>{t('linkHistory.simulatedShort')}</span>}
        </div>
      </Table.Td>
      <Table.Td>{format.duration(observedMs)}</Table.Td>
      <Table.Td className={screen['together']}>
        {latency === null ? t('health.nothing') : <Percentiles {...latency} />}
      </Table.Td>
      <Table.Td>
        {t('linkHistory.pollsValue', { succeeded: format.count(succeeded), polls: format.count(polls) })}
      </Table.Td>
      <Table.Td>{format.count(restarts)}</Table.Td>
    </Table.Tr>
  );
}
