import { useTranslation } from 'react-i18next';
import { useReauthentication } from '../stores/reauthentication.ts';
import { useSession } from '../stores/session.ts';
import { Panel } from './panel.tsx';
import { ProveAgain } from './prove-again.tsx';

/** Asks for the password when something sensitive waits for it. */
export function Reauthentication() {
  const asked = useReauthentication((state) => state.asked);
  return asked && <Question answer={asked.answer} />;
}

function Question({ answer }: { readonly answer: (proved: boolean) => void }) {
  const { t } = useTranslation();
  const username = useSession(({ session }) => session?.principal.username ?? '');
  return (
    <Panel heading={t('again.heading')} close={() => answer(false)}>
      <p>{t('again.why')}</p>
      <ProveAgain
        username={username}
        label={t('again.password')}
        submit={t('again.submit')}
        proved={() => answer(true)}
      />
    </Panel>
  );
}
