import { useTranslation } from 'react-i18next';
import type { ErrorBudget as Budget } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { Mark } from './mark.tsx';

/** How long a link may still fail today and keep its target, or by how much it has missed it. */
export function ErrorBudget({ allowedMs, leftMs }: Budget) {
  const { t } = useTranslation();
  const format = useFormat();
  const allowed = format.duration(allowedMs);
  if (leftMs < 0) {
    return <Mark level="warning">{t('health.budgetUsedUp', { over: format.age(-leftMs), allowed })}</Mark>;
  }
  return (
    <>
      {t('health.budgetLeft', { left: format.duration(leftMs) })} <small>({t('health.budgetOf', { allowed })})</small>
    </>
  );
}
