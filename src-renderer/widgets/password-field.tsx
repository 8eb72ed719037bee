import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

/** A password input that can show what is typed, takes pasted text, and warns of Caps Lock. */
export function PasswordField({ description, error, ...input }: PasswordInputProps) {
  const { t } = useTranslation();
  const [visible, setVisible] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const look = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'));
  return (
    <PasswordInput
      {...input}
      error={error}
      // Mantine marks the box around the input, which nobody reads out
      aria-invalid={error ? true : undefined}
      description={capsLock ? t('password.capsLock') : description}
      visible={visible}
      onVisibilityChange={setVisible}
      visibilityToggleButtonProps={{ 'aria-label': t(visible ? 'password.hide' : 'password.show'), tabIndex: 0 }}
      onKeyDown={look}
      onKeyUp={look}
    />
  );
}
