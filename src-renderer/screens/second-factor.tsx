import { Button, Code, Group, TextInput, Title } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { OwnAccount, SecondFactorOffer } from '../../src-main/bridge/contract.ts';
import { consoleNow } from '../stores/connection.ts';
import { AskedFirst } from '../widgets/asked-first.tsx';
import { Failed } from '../widgets/failed.tsx';
import { Mark } from '../widgets/mark.tsx';
import secrets from '../widgets/secrets.module.css';
import { useAction } from '../widgets/use-action.ts';
import styles from './screen.module.css';

/** With fewer recovery codes than this, new ones should be made. */
const FEW_CODES = 4;

interface SecondFactorProps {
  readonly own: OwnAccount;
  readonly again: () => void;
}

/** Sets up, renews and removes one's own second factor. */
export function SecondFactor({ own, again }: SecondFactorProps) {
  const { t } = useTranslation();
  const { busy, failure, run } = useAction();
  const [offer, setOffer] = useState<SecondFactorOffer | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const show = (recoveryCodes: readonly string[]) => {
    setOffer(null);
    setCodes(recoveryCodes);
    again();
  };
  return (
    <section className={styles['column']} aria-labelledby="second-factor">
      <Title order={2} size="h3" id="second-factor">
        {t('secondFactor.heading')}
      </Title>
      <p>{t(own.secondFactor ? 'secondFactor.on' : 'secondFactor.off', { n: own.recoveryCodesLeft })}</p>
      {own.secondFactor && own.recoveryCodesLeft < FEW_CODES && (
        <Mark level="warning">{t('secondFactor.few', { n: own.recoveryCodesLeft })}</Mark>
      )}
      {codes && <RecoveryCodes codes={codes} done={() => setCodes(null)} />}
      {offer && <Offer offer={offer} confirmed={show} />}
      <Failed failure={failure} />
      {!offer && (
        <Group gap="sm" align="flex-start">
          <Button
            loading={busy}
            variant={own.secondFactor ? 'default' : 'filled'}
            onClick={() => void run(async () => setOffer(await consoleNow().account.offerSecondFactor()))}
          >
            {t(own.secondFactor ? 'secondFactor.replace' : 'secondFactor.setUp')}
          </Button>
          {own.secondFactor && (
            <>
              <AskedFirst
                label={t('secondFactor.renew')}
                question={t('secondFactor.renewAsk')}
                act={async () => show((await consoleNow().account.renewRecoveryCodes()).recoveryCodes)}
              />
              <AskedFirst
                label={t('secondFactor.remove')}
                question={t('secondFactor.removeAsk')}
                act={async () => {
                  await consoleNow().account.removeSecondFactor();
                  again();
                }}
              />
            </>
          )}
        </Group>
      )}
    </section>
  );
}

function Offer(props: { readonly offer: SecondFactorOffer; readonly confirmed: (codes: readonly string[]) => void }) {
  const { t } = useTranslation();
  const { key, qr } = props.offer;
  const { busy, failure, run, forget } = useAction();
  const [code, setCode] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => props.confirmed((await consoleNow().account.confirmSecondFactor({ code })).recoveryCodes));
  };
  return (
    <form className={styles['panel']} onSubmit={submit} noValidate>
      <p>{t('secondFactor.scan')}</p>
      <svg className={secrets['qr']} viewBox={`0 0 ${qr.size} ${qr.size}`} role="img" aria-label={t('secondFactor.qr')}>
        <path d={qr.path} />
      </svg>
      <p>
        {t('secondFactor.orType')} <Code data-second-factor-key>{key.replaceAll(/(.{4})(?=.)/g, '$1 ')}</Code>
      </p>
      <TextInput
        label={t('secondFactor.code')}
        name="code"
        autoComplete="one-time-code"
        inputMode="numeric"
        value={code}
        onChange={(event) => {
          setCode(event.currentTarget.value);
          forget();
        }}
      />
      <Failed failure={failure} />
      <Button type="submit" loading={busy} disabled={code.trim() === ''}>
        {t('secondFactor.confirm')}
      </Button>
    </form>
  );
}

function RecoveryCodes(props: { readonly codes: readonly string[]; readonly done: () => void }) {
  const { t } = useTranslation();
  return (
    <div className={secrets['secret']} role="status">
      <p>{t('secondFactor.codes')}</p>
      <ul className={secrets['codes']}>
        {props.codes.map((code) => (
          <li key={code}>
            <Code data-recovery-code>{code}</Code>
          </li>
        ))}
      </ul>
      <Button variant="default" onClick={props.done}>
        {t('secondFactor.kept')}
      </Button>
    </div>
  );
}
