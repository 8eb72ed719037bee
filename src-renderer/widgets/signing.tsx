import { Button, NativeSelect } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { MEANINGS } from '../../src-main/bridge/contract.ts';
import styles from '../screens/screen.module.css';
import { consoleNow } from '../stores/connection.ts';
import { useSession } from '../stores/session.ts';
import { useSigning, type AskedToSign } from '../stores/signing.ts';
import { Failed } from './failed.tsx';
import { Panel } from './panel.tsx';
import { ProofFields, useTypedProof } from './proof-fields.tsx';
import { SignedFacts } from './signed-facts.tsx';
import { useAction } from './use-action.ts';

/** Asks for the electronic signature that something waits for. */
export function Signing() {
  const asked = useSigning((state) => state.asked);
  return asked && <Question asked={asked} />;
}

function Question({ asked: { call, by, answer } }: { readonly asked: AskedToSign }) {
  const { t } = useTranslation();
  const principal = useSession(({ session }) => session?.principal ?? null);
  const { busy, failure, run, forget } = useAction();
  const proof = useTypedProof(by === 'own' ? (principal?.username ?? '') : '', forget);
  const [chosen, setChosen] = useState('');
  const meaning = MEANINGS.find((one) => one === chosen);
  const sign = (event: FormEvent) => {
    event.preventDefault();
    const whole = proof.whole();
    if (whole === null || meaning === undefined) return;
    void run(async () => {
      await consoleNow().signatures.sign({ ...whole, ...call, meaning });
      answer(true);
    });
  };
  return (
    <Panel heading={t('signing.heading')} close={() => answer(false)}>
      <p>{t(`signing.${by}`, { name: principal?.displayName ?? '' })}</p>
      <SignedFacts call={call} />
      <form className={styles['panel']} onSubmit={sign} noValidate autoComplete="off">
        <NativeSelect
          label={t('signing.meaning')}
          name="meaning"
          required
          value={chosen}
          onChange={(event) => {
            setChosen(event.currentTarget.value);
            forget();
          }}
          // nothing is signed as what happens to stand first
          data={[
            { value: '', label: '' },
            ...MEANINGS.map((one) => ({ value: one, label: t(`signing.meanings.${one}`) })),
          ]}
          error={proof.tried && meaning === undefined ? t('proof.missing') : null}
        />
        <ProofFields proof={proof} {...(by === 'second' && { who: t('signing.signer') })} />
        <Failed failure={failure} />
        <Button type="submit" loading={busy}>
          {t('signing.submit')}
        </Button>
      </form>
    </Panel>
  );
}
