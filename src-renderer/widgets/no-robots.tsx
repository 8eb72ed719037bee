import { useTranslation } from 'react-i18next';
import { useSession } from '../stores/session.ts';

/** Why there is no robot to show: none is configured, or none for this account. */
export function NoRobots() {
  const { t } = useTranslation();
  const limited = useSession(({ session }) => session !== null && session.principal.scope !== null);
  return <p>{t(limited ? 'robots.noneInScope' : 'robots.none')}</p>;
}
