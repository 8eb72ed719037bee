import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { elementHeight } from '../../widgets/scaled-scroll.ts';
import { useScaledRows } from '../../widgets/use-scaled-rows.ts';
import styles from './audit.module.css';
import type { RecordsSeen } from './known-records.ts';
import type { Reach } from './record-order.ts';
import { RecordRow } from './record-row.tsx';

interface RecordListProps {
  readonly seen: RecordsSeen;
  /** Told which places are in sight. */
  want(reach: Reach): void;
  readonly chosen: number | null;
  choose(id: number): void;
  /** The place that somebody looked for; brought into sight whenever this is another object. */
  readonly target: { readonly place: number } | null;
}

/** Height of a row, px: the same for all, so that a million cost no more than a screenful. */
const ROW = 44;
const HEADS = ['id', 'time', 'who', 'what', 'on', 'outcome'] as const;

/** The records, newest first; only those in sight are drawn. */
export function RecordList({ seen, want, chosen, choose, target }: RecordListProps) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const { high, low, complete } = seen;
  const count = high - low + 1;
  const { first, end, shift, goTo } = useScaledRows({ frame, body, count, newest: high, rowHeight: ROW });
  const newest = useRef(high);
  useEffect(() => void (newest.current = high), [high]);
  useEffect(() => want({ low: high - end + 1, high: high - first }), [want, high, first, end]);
  useEffect(() => {
    if (target) goTo(newest.current - target.place);
  }, [target, goTo]);
  const places = Array.from({ length: end - first }, (_, row) => high - first - row);
  return (
    <div
      ref={frame}
      className={styles['frame']}
      role="table"
      aria-label={t('audit.list')}
      aria-rowcount={complete ? count + 1 : -1}
      tabIndex={0}
      onKeyDown={(event) => {
        if (event.altKey || event.metaKey || event.shiftKey || !(event.key === 'Home' || event.key === 'End')) return;
        // the browser would glide there, and what glides slows down before it is there
        event.preventDefault();
        goTo(event.key === 'Home' ? 0 : count - 1);
      }}
    >
      <div role="rowgroup" className={styles['heads']}>
        <div role="row" className={styles['row']} aria-rowindex={1}>
          {HEADS.map((head) => (
            <span role="columnheader" key={head}>
              {t(`audit.${head}`)}
            </span>
          ))}
        </div>
      </div>
      <div ref={body} role="rowgroup" className={styles['body']} style={{ height: elementHeight(count * ROW) }}>
        {places.map((place) => {
          const slot = seen.at(place);
          return (
            <RecordRow
              key={place}
              slot={slot}
              id={seen.numbered ? place : null}
              index={high - place}
              top={(high - place) * ROW - shift}
              height={ROW}
              isChosen={slot !== null && slot !== 'gone' && slot.id === chosen}
              isTarget={target?.place === place}
              choose={choose}
            />
          );
        })}
      </div>
    </div>
  );
}
