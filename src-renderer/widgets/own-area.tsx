import { useTranslation } from 'react-i18next';
import { useRobots } from '../stores/robots.ts';
import { useLimited } from '../stores/session.ts';

/** Tells a person whose rights are good for a part of the plant that there may be more than is seen; never how much. */
export function OwnArea() {
  const { t } = useTranslation();
  const count = useRobots(({ order }) => order.length);
  return useLimited() && <p>{t('robots.limited', { count })}</p>;
}
