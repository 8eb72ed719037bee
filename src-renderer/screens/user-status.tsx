import { useTranslation } from 'react-i18next';
import type { UserSummary } from '../../src-main/bridge/contract.ts';
import { Mark } from '../widgets/mark.tsx';

/** Whether an account opens the console, and how it is protected. */
export function UserStatusWords({ user }: { readonly user: UserSummary }) {
  const { t } = useTranslation();
  if (user.status !== 'active') return <Mark level="warning">{t(`userStatus.${user.status}`)}</Mark>;
  const more = [user.awaitsPassword && t('users.awaitsPassword'), user.secondFactor && t('users.secondFactor')];
  return [t('userStatus.active'), ...more.filter((words) => words !== false)].join(' · ');
}
