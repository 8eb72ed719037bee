import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAlarms } from '../stores/alarms.ts';
import { AlarmLine } from '../widgets/alarm-line.tsx';
import styles from './alarms.module.css';
import { MonitoringRules } from './monitoring-rules.tsx';
import { Page } from './page.tsx';

/** Everything that nobody has acknowledged yet, and the rules by which the console finds such things. */
export function Alarms() {
  const { t } = useTranslation();
  const alarms = useAlarms((state) => state.alarms);
  return (
    <Page heading={t('alarms.heading')}>
      <p role="status">{alarms.length === 0 ? t('alarms.none') : t('alarms.open', { count: alarms.length })}</p>
      <ul className={styles['list']} aria-label={t('alarms.heading')}>
        {alarms.map((alarm) => (
          <AlarmLine key={alarm.id} alarm={alarm} whole />
        ))}
      </ul>
      <section aria-labelledby="monitoring-rules">
        <Title order={2} size="h3" id="monitoring-rules">
          {t('monitoring.heading')}
        </Title>
        <MonitoringRules />
      </section>
    </Page>
  );
}
