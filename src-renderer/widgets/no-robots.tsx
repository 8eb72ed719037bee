import { useTranslation } from 'react-i18next';
import { useLimited } from '../stores/session.ts';

/** Why there is no robot to show: none is configured, or none for this account. */
export function NoRobots() {
  const { t } = useTranslation();
  return <p>{t(useLimited() ? 'robots.noneInScope' : 'robots.none')}</p>;
}
