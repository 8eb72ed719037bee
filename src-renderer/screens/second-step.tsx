import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../src-main/bridge/contract.ts';
import { consoleNow } from '../stores/connection.ts';
import { Failed } from '../widgets/failed.tsx';
import { useAction } from '../widgets/use-action.ts';
import { Page } from './page.tsx';
import styles from './screen.module.css';

interface SecondStepProps {
  readonly done: (session: Session) => void;
  readonly back: () => void;
}

/** The second step of a sign-in: a code of the app, or one from the paper. */
export function SecondStep({ done, back }: SecondStepProps) {
  const { t } = useTranslation();
  const { busy, failure, run, forget } = useAction();
  const [code, setCode] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim() === '') return;
    void run(async () => done(await consoleNow().session.secondFactor({ code })));
  };
  return (
    <Page heading={t('secondStep.heading')} narrow>
      <p>{t('secondStep.what')}</p>
      <form className={styles['panel']} onSubmit={submit} noValidate>
        <TextInput
          label={t('secondStep.code')}
          name="code"
          autoComplete="one-time-code"
          inputMode="text"
          spellCheck={false}
          autoFocus
          value={code}
          onChange={(event) => {
            setCode(event.currentTarget.value);
            forget();
          }}
        />
        <Failed failure={failure} />
        <Button type="submit" loading={busy}>
          {t('signIn.submit')}
        </Button>
        <Button variant="default" onClick={back}>
          {t('secondStep.back')}
        </Button>
      </form>
    </Page>
  );
}
