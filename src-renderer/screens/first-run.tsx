import { useTranslation } from 'react-i18next';
import { toConsoleError } from '../../src-main/bridge/contract.ts';
import { consoleNow, refreshInfo } from '../stores/connection.ts';
import { showSession } from '../stores/session.ts';
import { AccountFields } from './account-fields.tsx';
import type { AccountDraft } from './account-form.ts';
import { Page } from './page.tsx';

/** Nobody has an account yet: the person at the workstation makes the first one. */
export function FirstRun() {
  const { t } = useTranslation();
  return (
    <Page heading={t('firstRun.heading')} narrow>
      <p>{t('firstRun.intro')}</p>
      <AccountFields submitLabel={t('firstRun.submit')} create={createFirst} />
    </Page>
  );
}

async function createFirst({ username, displayName, password }: AccountDraft): Promise<void> {
  const client = consoleNow();
  const name = displayName.trim();
  try {
    const account = { username, password, ...(name && { displayName: name }) };
    showSession(await client.console.createFirstAdministrator(account));
  } catch (error) {
    // Somebody else was first: the screen becomes the sign-in.
    if (toConsoleError(error).code === 'SETUP_ALREADY_DONE') await refreshInfo(client);
    throw error;
  }
}
