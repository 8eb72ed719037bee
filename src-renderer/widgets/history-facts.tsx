import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorCode, LinkHistory } from '../../src-main/bridge/contract.ts';
import en from '../i18n/en.json';
import { useFormat } from '../i18n/format.ts';
import { Availability } from './availability.tsx';
import facts from './facts.module.css';
import styles from './link-history.module.css';
import { Mark } from './mark.tsx';
import { Percentiles } from './percentiles.tsx';

interface FigureProps {
  readonly history: LinkHistory;
}

/** The figures of the whole time, each under its name; struck through when the console does not vouch for them now. */
export function HistoryFacts({ history, current }: FigureProps & { readonly current: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { simulatedMs } = history.total;
  const { days, target } = history.budget;
  const figures: readonly (readonly [string, ReactNode])[] = [
    [t('linkHistory.availability'), <Available key="availability" history={history} />],
    [t('linkHistory.budget', { days, target: format.ratio(target) }), <Budget key="budget" history={history} />],
    [t('linkHistory.latency'), <Latency key="latency" history={history} />],
    [t('linkHistory.polls'), <Polls key="polls" history={history} />],
    [t('linkHistory.errors'), <Errors key="errors" history={history} />],
    [t('linkHistory.restarts'), format.count(history.total.restarts)],
    [t('linkHistory.versions'), history.total.versions.join(', ') || t('health.nothing')],
    [t('linkHistory.clock'), <RobotClock key="clock" history={history} />],
  ];
  return (
    <>
      {simulatedMs > 0 && (
        <p>
          <Mark level="warning">{t('linkHistory.simulatedShort')}</Mark>{' '}
          {t('linkHistory.simulated', { duration: format.duration(simulatedMs) })}
        </p>
      )}
      <dl className={facts['facts']} aria-label={t('linkHistory.heading')} data-connected={current}>
        {figures.map(([name, figure]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{figure}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Available({ history: { total, budget } }: FigureProps) {
  const { t } = useTranslation();
  const { liveMs, observedMs } = total;
  if (observedMs === 0) return t('health.nothing');
  return <Availability ratio={liveMs / observedMs} target={budget.target} observedMs={observedMs} />;
}

function Budget({ history: { budget } }: FigureProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const leftMs = budget.allowedMs - budget.usedMs;
  const allowed = format.duration(budget.allowedMs);
  if (leftMs >= 0) return t('linkHistory.budgetLeft', { left: format.duration(leftMs), allowed });
  return <Mark level="warning">{t('linkHistory.budgetSpent', { over: format.duration(-leftMs), allowed })}</Mark>;
}

function Latency({ history: { total } }: FigureProps) {
  const { t } = useTranslation();
  return total.latency === null ? t('health.nothing') : <Percentiles {...total.latency} />;
}

function Polls({ history: { total } }: FigureProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return t('linkHistory.pollsValue', { succeeded: format.count(total.succeeded), polls: format.count(total.polls) });
}

/** The commonest first. */
function Errors({ history: { total } }: FigureProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const errors = (Object.entries(total.errors) as [ErrorCode, number][]).toSorted(([, a], [, b]) => b - a);
  if (errors.length === 0) return t('linkHistory.noErrors');
  return (
    <ul className={styles['errors']}>
      {errors.map(([code, count]) => (
        <li key={code} title={code}>
          {t('linkHistory.errorCount', { words: t(`linkHistory.error.${classOf(code)}`), count: format.count(count) })}
        </li>
      ))}
    </ul>
  );
}

type ErrorClass = keyof typeof en.linkHistory.error;
const classOf = (code: string): ErrorClass => (code in en.linkHistory.error ? (code as ErrorClass) : 'other');

function RobotClock({ history: { total } }: FigureProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (total.skew === null) return t('health.nothing');
  const { minMs, maxMs, lastMs } = total.skew;
  const [last, min, max] = [lastMs, minMs, maxMs].map(words);
  return (
    <>
      {last} <small>({t('linkHistory.clockRange', { min, max })})</small>
    </>
  );

  function words(ms: number): string {
    const off = Math.abs(ms);
    const by = off < 1000 ? format.milliseconds(off) : format.duration(off);
    return t(ms < 0 ? 'linkHistory.behind' : 'linkHistory.ahead', { by });
  }
}
