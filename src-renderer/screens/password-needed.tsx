import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ConsoleClient, Session } from '../../src-main/bridge/contract.ts';
import { Failed } from '../widgets/failed.tsx';
import { useAnswer } from '../widgets/use-answer.ts';
import { Page } from './page.tsx';
import { PasswordForm } from './password-form.tsx';

const askOwn = (client: ConsoleClient, signal: AbortSignal) => client.account.view(undefined, { signal });

/** Before anything else a new password must be chosen; why, is said. */
export function PasswordNeeded({ session }: { readonly session: Session }) {
  const { t } = useTranslation();
  const { value, failure, again } = useAnswer(askOwn);
  return (
    <Page heading={t('ownPassword.neededHeading')} narrow>
      <p>{t(`error.PASSWORD_CHANGE_REQUIRED@${session.changeReason ?? 'rules'}`)}</p>
      <Failed failure={failure} />
      {failure && <Button onClick={again}>{t('retry')}</Button>}
      {value ? (
        <PasswordForm session={session} profile={value.profile} secondFactor={value.secondFactor} done={() => {}} />
      ) : (
        !failure && <p>{t('loading')}</p>
      )}
    </Page>
  );
}
