import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandOffer } from '../../../src-main/bridge/contract.ts';
import styles from './commands.module.css';

interface TypedCommandProps {
  readonly offer: CommandOffer;
  readonly robotName: string;
  readonly disabled: boolean;
  readonly describedBy: string;
  readonly send: (values: Readonly<Record<string, number>>, typed: string) => void;
}

/** A command that wants numbers, and the robot's name typed in full: the wrong robot is the dearest slip. */
export function TypedCommand({ offer, robotName, disabled, describedBy, send }: TypedCommandProps) {
  const { t } = useTranslation();
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [typed, setTyped] = useState('');
  const values = Object.fromEntries(offer.arguments.map(({ name }) => [name, wholeNumber(texts[name] ?? '')]));
  const fits = offer.arguments.every(({ name, minimum, maximum }) => {
    const value = values[name] ?? null;
    return value !== null && value >= minimum && value <= maximum;
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const numbers = Object.entries(values).filter((entry): entry is [string, number] => entry[1] !== null);
    if (fits && typed === robotName && !disabled) send(Object.fromEntries(numbers), typed);
  };
  return (
    <form className={styles['typed']} onSubmit={submit} noValidate aria-label={t(`command.name.${offer.id}`)}>
      {offer.arguments.map(({ name, minimum, maximum }) => (
        <TextInput
          key={name}
          label={t(`command.argument.${name as 'value'}`)}
          description={t('command.limits', { minimum, maximum })}
          inputMode="numeric"
          disabled={disabled}
          value={texts[name] ?? ''}
          onChange={({ currentTarget: { value } }) => setTexts((before) => ({ ...before, [name]: value }))}
        />
      ))}
      <TextInput
        label={t('command.typeName', { name: robotName })}
        autoComplete="off"
        spellCheck={false}
        disabled={disabled}
        value={typed}
        onChange={({ currentTarget: { value } }) => setTyped(value)}
      />
      <Button type="submit" disabled={disabled || !fits || typed !== robotName} aria-describedby={describedBy}>
        {t('command.send')}
      </Button>
    </form>
  );
}

function wholeNumber(text: string): number | null {
  return /^-?\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}
