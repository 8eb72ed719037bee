import { useTranslation } from 'react-i18next';
import { addressOf, NEEDED, SCREENS, useRoute } from '../route.ts';
import { useSession } from '../stores/session.ts';
import styles from './navigation.module.css';

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
