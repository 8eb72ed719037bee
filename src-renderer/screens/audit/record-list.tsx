import { useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditRecord } from '../../../src-main/bridge/contract.ts';
import { useFormat } from '../../i18n/format.ts';
import { Mark } from '../../widgets/mark.tsx';
import { useVisibleRows } from '../../widgets/use-visible-rows.ts';
import styles from './audit.module.css';

interface RecordListProps {
  readonly records: readonly AuditRecord[];
  readonly complete: boolean;
  more(): void;
  readonly chosen: number | null;
  choose(id: number): void;
}

/** Height of a row, px: the same for all, so that a million cost no more than a screenful. */
const ROW = 44;
const AHEAD = 20;

/** The records, newest first; only those in sight are drawn. */
export function RecordList({ records, complete, more, chosen, choose }: RecordListProps) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const { first, end } = useVisibleRows(frame, records.length, ROW);
  const top = useRef(records[0]?.id);
  useEffect(() => {
    if (!complete && end >= records.length - AHEAD) more();
  }, [complete, end, records.length, more]);
  useLayoutEffect(() => {
    // what comes in above must not push away what somebody is reading
    const added = records.findIndex(({ id }) => id === top.current);
    if (frame.current && frame.current.scrollTop > 0 && added > 0) frame.current.scrollTop += added * ROW;
    top.current = records[0]?.id;
  }, [records]);
  const heads = ['id', 'time', 'who', 'what', 'on', 'outcome'] as const;
  return (
    <div
      ref={frame}
      className={styles['frame']}
      role="table"
      aria-label={t('audit.list')}
      aria-rowcount={-1}
      tabIndex={0}
    >
      <div role="rowgroup" className={styles['heads']}>
        <div role="row" className={styles['row']} aria-rowindex={1}>
          {heads.map((head) => (
            <span role="columnheader" key={head}>
              {t(`audit.${head}`)}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles['body']} style={{ height: records.length * ROW }}>
        {records.slice(first, end).map((record, place) => (
          <Row key={record.id} record={record} index={first + place} isChosen={record.id === chosen} choose={choose} />
        ))}
      </div>
    </div>
  );
}

interface RowProps {
  readonly record: AuditRecord;
  readonly index: number;
  readonly isChosen: boolean;
  choose(id: number): void;
}

function Row({ record, index, isChosen, choose }: RowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, at, actor, action, robot, subject, outcome, source } = record;
  return (
    <div
      role="row"
      className={styles['row']}
      style={{ transform: `translateY(${index * ROW}px)`, height: ROW }}
      data-record-id={id}
      data-chosen={isChosen || undefined}
      aria-rowindex={index + 2}
    >
      <span role="cell">
        <button type="button" className={styles['open']} aria-pressed={isChosen} onClick={() => choose(id)}>
          {id}
        </button>
      </span>
      <span role="cell">{format.dateTime(at)}</span>
      <span role="cell">{actor.username ?? t(`audit.origin.${actor.origin}`)}</span>
      <span role="cell">{action}</span>
      <span role="cell">
        {robot ?? subject ?? ''}
        {source === 'simulated' && <strong className={styles['simulated']}>{t('audit.simulated')}</strong>}
      </span>
      <span role="cell">
        {outcome === 'succeeded' ? (
          t('audit.outcomes.succeeded')
        ) : (
          <Mark level="warning">{t(`audit.outcomes.${outcome}`)}</Mark>
        )}
      </span>
    </div>
  );
}
