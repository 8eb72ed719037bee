import { Button, Title } from '@mantine/core';
import { useState, type ChangeEvent, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupListing, CallFailure } from '../../src-main/bridge/contract.ts';
import { useFormat } from '../i18n/format.ts';
import { sentenceOf } from '../i18n/sentence.ts';
import { backupJob } from '../stores/jobs.ts';
import { Failed } from '../widgets/failed.tsx';
import { Triangle } from '../widgets/icons.tsx';
import { JobProgress } from '../widgets/job-progress.tsx';
import { PasswordField } from '../widgets/password-field.tsx';
import styles from './records.module.css';

const EMPTY = { passphrase: '', repeat: '' };

/** Makes a backup, sealed with a passphrase or not. */
export function BackUp() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const { phase, progress, result, failure } = backupJob.use();
  const running = phase === 'running';
  const mismatch = typed.passphrase !== typed.repeat;
  const change = (field: keyof typeof EMPTY) => (event: ChangeEvent<HTMLInputElement>) => {
    setTyped({ ...typed, [field]: event.currentTarget.value });
    if (failure && isOfPassphrase(failure)) backupJob.forget();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (mismatch) return;
    const passphrase = typed.passphrase === '' ? null : typed.passphrase;
    await backupJob.start((client, signal) => client.backups.create({ passphrase }, { signal }));
    if (backupJob.use.getState().phase !== 'done') return;
    setTyped(EMPTY);
    setTried(false);
  };
  return (
    <section className={styles['panel']} aria-labelledby="back-up">
      <Title order={3} size="h4" id="back-up">
        {t('backups.new')}
      </Title>
      <form className={styles['form']} onSubmit={(event) => void submit(event)} noValidate>
        <p>{t('backups.intro')}</p>
        <PasswordField
          className={styles['field']}
          label={t('backups.passphrase')}
          description={t('backups.advice')}
          name="passphrase"
          autoComplete="new-password"
          disabled={running}
          value={typed.passphrase}
          onChange={change('passphrase')}
          error={failure && isOfPassphrase(failure) ? sentenceOf(t, failure) : null}
        />
        <PasswordField
          className={styles['field']}
          label={t('backups.repeat')}
          name="repeat-passphrase"
          autoComplete="new-password"
          disabled={running}
          value={typed.repeat}
          onChange={change('repeat')}
          error={tried && mismatch ? t('backups.mismatch') : null}
        />
        {typed.passphrase === '' && typed.repeat === '' && (
          <p className={styles['warning']}>
            <Triangle />
            {t('backups.unsealed')}
          </p>
        )}
        <Button type="submit" loading={running}>
          {t('backups.start')}
        </Button>
      </form>
      {running && <JobProgress label={t('backups.running')} progress={progress} cancel={backupJob.cancel} />}
      <Failed failure={failure && !isOfPassphrase(failure) ? failure : null} />
      <div role="status" className={styles['result']}>
        {phase === 'cancelled' && t('backups.cancelled')}
        {result && <BackupMade backup={result} />}
      </div>
    </section>
  );
}

const isOfPassphrase = ({ code, details }: CallFailure): boolean =>
  code === 'BACKUP_PASSPHRASE_WEAK' || (code === 'INPUT_INVALID' && details['path'] === 'passphrase');

/** That a backup was written, where, how large, and whether it is sealed. */
export function BackupMade({ backup: { file, bytes, encrypted } }: { readonly backup: BackupListing }) {
  const { t } = useTranslation();
  const format = useFormat();
  return t('backups.done', {
    file,
    bytes: bytes === null ? '–' : format.bytes(bytes),
    sealed: t(encrypted ? 'backups.doneSealed' : 'backups.donePlain'),
  });
}
