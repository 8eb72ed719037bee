import { useTranslation } from 'react-i18next';
import type { ConnectionReport } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { sentenceOf } from '../i18n/sentence.ts';
import styles from './connection-found.module.css';
import { Mark } from './mark.tsx';

/** What came of a test of a connection, in words; null: nothing was asked yet. */
export function ConnectionFound({ report }: { readonly report: ConnectionReport | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div role="status" className={styles['found']}>
      {report?.robot && (
        <p>
          <strong>
            {t('fleet.found.robot', {
              address: report.address,
              state: t(`robotState.${report.robot.state}`),
              version: report.robot.firmwareVersion ?? '–',
              ms: format.count(Math.round(report.robot.latencyMs)),
            })}
          </strong>
          {report.robot.simulated && <> {t('fleet.found.simulated')}</>}
        </p>
      )}
      {report?.failure && (
        <Mark level="warning">
          {report.address}: {sentenceOf(t, report.failure)}
          {report.looksLike !== null && <> {t('fleet.found.looksLike', { driver: report.looksLike })}</>}
        </Mark>
      )}
    </div>
  );
}
