import { useTranslation } from 'react-i18next';
import type { Permission } from '../../src-main/bridge/contract.ts';
import { addressOf, SCREENS, useRoute, type Screen } from '../route.ts';
import { useSession } from '../stores/session.ts';
import styles from './navigation.module.css';

/** What a screen needs; the console checks every call again by itself. */
export const NEEDED: Readonly<Record<Screen, Permission>> = {
  robots: 'robot:view',
  health: 'robot:view',
  users: 'user:view',
  configuration: 'configuration:view',
};

/** Offers the screens that the signed-in role may use, and no other. */
export function Navigation() {
  const { t } = useTranslation();
  const { screen: current } = useRoute();
  const permissions = useSession(({ session }) => session?.permissions);
  const offered = SCREENS.filter((screen) => permissions?.includes(NEEDED[screen]));
  return (
    <nav aria-label={t('navigation.label')} className={styles['nav']}>
      {offered.map((screen) => (
        <a
          key={screen}
          href={addressOf(screen)}
          className={styles['link']}
          aria-current={screen === current ? 'page' : undefined}
        >
          {t(`navigation.${screen}`)}
        </a>
      ))}
    </nav>
  );
}
