import { useTranslation } from 'react-i18next';
import type { VerifyReport } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import styles from './check-summary.module.css';
import { Mark } from './mark.tsx';

/** What a check found, in one sentence, and when and how long it looked. */
export function CheckSummary({ report }: { readonly report: VerifyReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { kind, at, tookMs, untold } = report;
  const { left, repaired } = tally(report);
  const counts = { n: left + repaired, repaired, left };
  return (
    <>
      <p className={styles['result']}>
        {counts.n === 0 ? t('check.clean') : t('check.found', mapped(counts, format.count))}{' '}
        {left > 0 && <Mark level="critical">{t('check.attention')}</Mark>}
      </p>
      {untold > 0 && <p>{t('check.untold', { n: format.count(untold) })}</p>}
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

/** How many findings are left after a check, and how many were repaired by it. */
export function tally({ findings, untold, repairs }: VerifyReport): {
  readonly left: number;
  readonly repaired: number;
} {
  const repaired = repairs.filter(({ outcome }) => outcome === 'succeeded').length;
  return { left: findings.length + untold, repaired };
}

function mapped<K extends string>(counts: Readonly<Record<K, number>>, words: (count: number) => string) {
  return Object.fromEntries(Object.entries<number>(counts).map(([key, count]) => [key, words(count)])) as Record<
    K,
    string
  >;
}
