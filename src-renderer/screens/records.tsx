import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConsoleClient } from '../../src-main/bridge/contract.ts';
import { usePermission, useSession } from '../stores/session.ts';
import { useStoreHealth } from '../stores/store-health.ts';
import { troubleOf } from '../store-trouble.ts';
import { Failed } from '../widgets/failed.tsx';
import { Dot, CrossedDisk } from '../widgets/icons.tsx';
import { StoreFacts } from '../widgets/store-facts.tsx';
import { usePolled } from '../widgets/use-polled.ts';
import { BackUp } from './back-up.tsx';
import { Backups } from './backups.tsx';
import { CheckFindings } from './check-findings.tsx';
import { Check } from './check.tsx';
import styles from './records.module.css';

/** How often the figures are asked for (ms). */
const EVERY_MS = 2_000;

const askStatus = (client: ConsoleClient, signal: AbortSignal) => client.store.status(undefined, { signal });
/** Whoever was lent the making of backups alone has no figures to see. */
const askNothing = async () => null;

/** How the console's memory fares, for those who answer for it; nothing for those who may do nothing about it. */
export function Records() {
  const offered = useSession(({ session }) => session?.permissions.some((right) => /^(store|backup):/.test(right)));
  return offered ? <Section /> : null;
}

function Section() {
  const { t } = useTranslation();
  const mayView = usePermission('store:view');
  const { value: status, failure, current } = usePolled(mayView ? askStatus : askNothing, EVERY_MS);
  const mayCheck = usePermission('store:verify');
  const mayList = usePermission('backup:view');
  const mayBackUp = usePermission('backup:create');
  return (
    <section className={styles['records']} aria-labelledby="records">
      <Title order={2} size="h3" id="records">
        {t('records.heading')}
      </Title>
      <p>{t('records.intro')}</p>
      <State />
      <Failed failure={failure} />
      {status && <StoreFacts status={status} current={current} />}
      {mayView && !status && !failure && <p>{t('loading')}</p>}
      <div className={styles['panels']}>
        {mayCheck && <Check />}
        {mayBackUp && <BackUp />}
        <CheckFindings known={status?.lastVerify ?? null} />
        {mayList && <Backups />}
      </div>
    </section>
  );
}

/** As it is told at once, not as it was asked for last. */
function State() {
  const { t } = useTranslation();
  const health = useStoreHealth((state) => state.health);
  if (health === null) return null;
  const trouble = troubleOf(health);
  return (
    <p className={styles['state']} data-store-state={health.state}>
      {trouble === null ? <Dot size={24} /> : <CrossedDisk size={28} />}
      {t(trouble === null ? 'records.kept' : `records.trouble.${trouble}.what`)}
    </p>
  );
}
