import { useTranslation } from 'react-i18next';
import type { Session } from '../../src-main/bridge/contract.ts';
import { roleNameIn } from '../i18n/role-name.ts';
import { showSession } from '../stores/session.ts';
import { ProveAgain } from '../widgets/prove-again.tsx';
import { Page } from './page.tsx';

/**
 * What is left while the session is locked: the robots' state in the header above, the way back in for the same person,
 * and the way out. Nothing of the screens behind it is drawn.
 */
export function Locked({ session: { principal } }: { readonly session: Session }) {
  const { t } = useTranslation();
  return (
    <Page heading={t('lock.heading')} narrow>
      <p>{t('lock.who', { name: principal.displayName, role: roleNameIn(t, principal.role, principal.roleName) })}</p>
      <p>{t('lock.what')}</p>
      <ProveAgain
        username={principal.username}
        label={t('signIn.password')}
        submit={t('lock.unlock')}
        proved={showSession}
      />
    </Page>
  );
}
