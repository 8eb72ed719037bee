import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';

interface PercentilesProps {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

/** How long answers take: usually, often, and at worst. */
export function Percentiles({ p50Ms, p95Ms, p99Ms }: PercentilesProps) {
  const { t } = useTranslation();
  const [p50, p95, p99] = [p50Ms, p95Ms, p99Ms].map(useFormat().milliseconds);
  return t('health.latencyValue', { p50, p95, p99 });
}
