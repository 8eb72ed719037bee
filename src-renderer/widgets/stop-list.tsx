import { useTranslation } from 'react-i18next';
import type { StopView } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { sentenceOf } from '../i18n/sentence.ts';
import { mostUrgentFirst, standingOf, type StatesSince } from '../stop-words.ts';
import { Mark } from './mark.tsx';
import styles from './stop.module.css';

/** The rest is counted: the robots themselves must stay in view. */
const SHOWN = 5;

const LEVELS = {
  contradicted: 'critical',
  refused: 'critical',
  unknown: 'critical',
  accepted: 'warning',
  pending: 'warning',
} as const;

/** What was asked of each robot, what it answered, and what its own state showed: three things, never one for another. */
export function StopList({ stops, since }: { readonly stops: readonly StopView[]; readonly since: StatesSince }) {
  const { t } = useTranslation();
  const more = stops.length - SHOWN;
  return (
    <ul className={styles['list']} aria-label={t('stop.heading')}>
      {mostUrgentFirst(stops, since)
        .slice(0, SHOWN)
        .map((stop) => (
          <StopLine key={stop.robot} stop={stop} since={since} />
        ))}
      {more > 0 && <li>{t('stop.more', { n: more })}</li>}
    </ul>
  );
}

function StopLine({ stop, since }: { readonly stop: StopView; readonly since: StatesSince }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, requestedAt, presses, answer, confirmed } = stop;
  const standing = standingOf(stop, since);
  const now = since[stop.robot];
  const word = t(`stop.outcome.${standing}`);
  const why = answer.failure ? sentenceOf(t, answer.failure) : '';
  const after = answer.afterMs === null ? '' : format.milliseconds(answer.afterMs);
  const time = confirmed.at === null ? '' : format.clock(confirmed.at);
  return (
    <li className={styles['line']} data-stop-of={stop.robot} data-outcome={standing}>
      <strong className={styles['robot']}>{name}</strong>
      <span className={styles['outcome']}>
        {standing === 'observed' || standing === 'left' ? (
          <strong>{word}</strong>
        ) : (
          <Mark level={LEVELS[standing]}>{word}</Mark>
        )}
        {confirmed.simulated && ` (${t('stop.simulated')})`}
      </span>
      <span>
        {t('stop.requested', { time: format.clock(requestedAt) })}
        {presses > 1 && `, ${t('stop.presses', { n: presses })}`}
      </span>
      <span>{t(`stop.answer.${answer.kind}`, { after, why })}</span>
      <span>
        {t(`stop.state.${confirmed.kind}`, { state: confirmed.stateText ?? '–', time })}
        {now && `, ${t('stop.since', { state: t(`robotState.${now}`) })}`}
      </span>
    </li>
  );
}
