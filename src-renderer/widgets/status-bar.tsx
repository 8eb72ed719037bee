import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/format.ts';
import { roleNameIn } from '../i18n/role-name.ts';
import { useConnection } from '../stores/connection.ts';
import { useNow } from '../stores/now.ts';
import { useLimited, usePermission, useSession } from '../stores/session.ts';
import { DashedCircle, Dot } from './icons.tsx';
import { Mark } from './mark.tsx';
import { RobotsSummary } from './robots-summary.tsx';
import styles from './status-bar.module.css';

/** What must be seen on every screen: the console, the robots, the person, the time. */
export function StatusBar() {
  const { t } = useTranslation();
  const principal = useSession(({ session }) => session?.principal ?? null);
  const seesRobots = usePermission('robot:view');
  const limited = useLimited();
  const demo = useConnection(({ info }) => info?.demo ?? false);
  return (
    <section className={styles['bar']} aria-label={t('bar.label')}>
      <ConsoleItem />
      {seesRobots && (
        <Item label={t(limited ? 'bar.ownRobots' : 'bar.robots')}>
          <RobotsSummary />
        </Item>
      )}
      <Item label={t('bar.person')}>
        {principal
          ? `${principal.displayName} (${roleNameIn(t, principal.role, principal.roleName)})`
          : t('bar.nobody')}
      </Item>
      {demo && <span>{t('bar.demo')}</span>}
      <WallClock />
    </section>
  );
}

function ConsoleItem() {
  const { t } = useTranslation();
  const phase = useConnection((state) => state.phase);
  const words = t(`bar.consolePhase.${phase}`);
  return (
    <Item label={t('bar.console')}>
      {phase === 'lost' || phase === 'seat-unknown' ? (
        <Mark level="critical">{words}</Mark>
      ) : (
        <>
          {phase === 'alive' ? <Dot size={18} /> : <DashedCircle size={18} />}
          {words}
        </>
      )}
    </Item>
  );
}

function WallClock() {
  const { t } = useTranslation();
  const format = useFormat();
  const seconds = useNow(({ wall }) => Math.floor(wall / 1_000));
  return (
    <time className={styles['clock']} aria-label={t('bar.clock')}>
      {format.clock(seconds * 1_000)}
    </time>
  );
}

function Item({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <span className={styles['item']}>
      <span className={styles['label']}>{label}</span>
      <strong className={styles['what']}>{children}</strong>
    </span>
  );
}
