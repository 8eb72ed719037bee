import { memo, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditRecord } from '../../../src-main/bridge/contract.ts';
import { useFormat } from '../../i18n/format.ts';
import { Mark } from '../../widgets/mark.tsx';
import styles from './audit.module.css';
import type { Slot } from './record-pages.ts';

interface RowProps {
  readonly slot: Slot;
  /** Of the record at this place, where it is known before the record is; else null. */
  readonly id: number | null;
  readonly index: number;
  /** px */
  readonly top: number;
  readonly height: number;
  readonly isChosen: boolean;
  /** Somebody looked for it. */
  readonly isTarget: boolean;
  choose(id: number): void;
}

/** One record; or that it is on its way, or not kept any more. Drawn anew only when something of it has changed. */
export const RecordRow = memo(function RecordRow(props: RowProps) {
  const { slot, id, index, top, height, isChosen, isTarget, choose } = props;
  const { t } = useTranslation();
  const record = slot === 'gone' ? null : slot;
  return (
    <div
      role="row"
      className={styles['row']}
      style={{ transform: `translateY(${top}px)`, height }}
      data-record-id={record?.id}
      data-chosen={isChosen || undefined}
      aria-rowindex={index + 2}
      aria-current={isTarget || undefined}
      aria-busy={slot === null || undefined}
    >
      {record ? (
        <Cells record={record} isChosen={isChosen} choose={choose} />
      ) : (
        <>
          <span role="cell">{id}</span>
          <span role="cell" className={styles['absent']} aria-colspan={5}>
            {t(slot === 'gone' ? 'audit.gone' : 'loading')}
          </span>
        </>
      )}
    </div>
  );
});

interface CellsProps extends Pick<RowProps, 'isChosen' | 'choose'> {
  readonly record: AuditRecord;
}

function Cells({ record, isChosen, choose }: CellsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, at, actor, action, robot, subject, outcome, source } = record;
  return (
    <>
      <span role="cell">
        <Opener id={id} isChosen={isChosen} choose={choose} />
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
    </>
  );
}

function Opener({ id, isChosen, choose }: Pick<RowProps, 'isChosen' | 'choose'> & { readonly id: number }) {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const element = button.current;
    return () => {
      // scrolled out of sight it is drawn no more: the keys must go on scrolling the table
      if (element !== document.activeElement) return;
      element?.closest<HTMLElement>('[role="table"]')?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <button ref={button} type="button" className={styles['open']} aria-pressed={isChosen} onClick={() => choose(id)}>
      {id}
    </button>
  );
}
