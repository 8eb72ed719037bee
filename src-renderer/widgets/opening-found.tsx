import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoreStatus } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import styles from './facts.module.css';
import { Octagon, Triangle } from './icons.tsx';

/** What the console found when it opened its records: what was lost first, then what was set aside, then the rest. */
export function OpeningFound({ report }: { readonly report: StoreStatus['opening'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { fresh, replayed, tornBytes, findings, damage, migrationsApplied } = report;
  const whole = !fresh && damage === null && findings.length === 0 && tornBytes === 0;
  return (
    <ul className={styles['found']}>
      {damage && (
        <Trouble icon={<Octagon />}>
          {t('records.openingLost', { ...damage, wholeUntil: format.count(damage.wholeUntil) })}
        </Trouble>
      )}
      {findings.map(({ file, finding }) => (
        <Trouble key={file} icon={<Triangle />}>
          {t('records.openingAside', { file, finding })}
        </Trouble>
      ))}
      {fresh && <li>{t('records.openingFresh')}</li>}
      {whole && <li>{t('records.openingWhole')}</li>}
      {tornBytes > 0 && <li>{t('records.openingTorn', { bytes: format.bytes(tornBytes) })}</li>}
      {replayed > 0 && <li>{t('records.openingReplayed', { n: format.count(replayed) })}</li>}
      {migrationsApplied > 0 && <li>{t('records.openingMigrations', { n: format.count(migrationsApplied) })}</li>}
    </ul>
  );
}

function Trouble({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <li className={styles['trouble']}>
      {icon}
      <strong>{children}</strong>
    </li>
  );
}
