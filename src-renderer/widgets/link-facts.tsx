import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinkHealth } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { sentenceOf } from '../i18n/sentence.ts';
import { Availability } from './availability.tsx';
import { ErrorBudget } from './error-budget.tsx';
import styles from './facts.module.css';
import { Percentiles } from './percentiles.tsx';

interface LinkFactsProps {
  readonly link: LinkHealth;
  readonly elapsedMs: number;
}

/** The figures of one link, each under its name; struck through when the console does not vouch for them now. */
export function LinkFacts({ connected, ...figures }: LinkFactsProps & { readonly connected: boolean }) {
  const { t } = useTranslation();
  return (
    <dl className={styles['facts']} aria-label={t('robot.link')} data-connected={connected}>
      {linkFacts.map(({ name, Figure }) => (
        <div key={name}>
          <dt>{t(`health.${name}`)}</dt>
          <dd>
            <Figure {...figures} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Every figure of a link, in the order in which it is shown: here one below the other, on the health screen as columns. */
export const linkFacts = [
  { name: 'lastSuccess', Figure: LastSuccess },
  { name: 'latency', Figure: Latency },
  { name: 'successRate', Figure: SuccessRate },
  { name: 'retries', Figure: Retries },
  { name: 'lastError', Figure: LastFailure },
  { name: 'availability', Figure: Available },
] as const;

function Nothing(): ReactNode {
  const { t } = useTranslation();
  return t('health.nothing');
}

function LastSuccess({ link: { lastSuccessAgeMs }, elapsedMs }: LinkFactsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (lastSuccessAgeMs === null) return <Nothing />;
  return t('health.ago', { age: format.age(lastSuccessAgeMs + elapsedMs) });
}

function Latency({ link: { latency } }: LinkFactsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (latency === null) return <Nothing />;
  return (
    <>
      <Percentiles {...latency} />{' '}
      <small className={styles['together']}>({t('health.samples', { samples: format.count(latency.samples) })})</small>
    </>
  );
}

function SuccessRate({ link: { successRate } }: LinkFactsProps) {
  const format = useFormat();
  return successRate === null ? <Nothing /> : format.ratio(successRate);
}

function Retries({ link: { retries } }: LinkFactsProps) {
  return useFormat().count(retries);
}

function LastFailure({ link: { lastError }, elapsedMs }: LinkFactsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (lastError === null) return t('health.noError');
  const age = format.age(lastError.ageMs + elapsedMs);
  return (
    <>
      {sentenceOf(t, lastError)} <small>({t('health.ago', { age })})</small>
    </>
  );
}

function Available({ link: { availability } }: LinkFactsProps) {
  if (availability === null) return <Nothing />;
  return (
    <>
      <Availability {...availability} />
      <div>
        <ErrorBudget {...availability.budget} />
      </div>
    </>
  );
}
