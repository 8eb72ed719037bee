import { ActionIcon, Button, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { consoleNow } from '../stores/connection.ts';
import { chooseLanguage, LANGUAGES, usePreferences } from '../stores/preferences.ts';
import { isWorking, showSession, useSession } from '../stores/session.ts';
import { AlarmBanner } from './alarm-banner.tsx';
import { Failed } from './failed.tsx';
import styles from './header.module.css';
import { Moon, Sun } from './icons.tsx';
import { LockButton } from './lock-button.tsx';
import { LostBanner } from './lost-banner.tsx';
import { Navigation } from './navigation.tsx';
import { SimulationWords } from './simulation-frame.tsx';
import { OverrideBanner } from './override-banner.tsx';
import { OverrideButton } from './override-button.tsx';
import { StatusBar } from './status-bar.tsx';
import { StoreBanner } from './store-banner.tsx';
import { useAction } from './use-action.ts';

/** Stays in view on every screen: warnings first, then the way around, then the status. */
export function Header() {
  const { t } = useTranslation();
  const signedIn = useSession(({ session }) => session !== null);
  const working = useSession(({ session }) => isWorking(session));
  return (
    <header ref={measured} className={styles['header']}>
      <a className={styles['skip']} href="#content" onClick={focusContent}>
        {t('navigation.skip')}
      </a>
      <SimulationWords />
      <LostBanner />
      <StoreBanner />
      <AlarmBanner />
      <OverrideBanner />
      <div className={styles['row']}>
        <span className={styles['product']}>{t('product')}</span>
        {working && <Navigation />}
        <div className={styles['controls']}>
          <LanguageSwitch />
          <SchemeSwitch />
          <OverrideButton right="any" />
          {working && <LockButton />}
          {signedIn && <SignOut />}
        </div>
      </div>
      <StatusBar />
    </header>
  );
}

/** Tells the page how much room the header takes, so that a panel can begin below it whatever warnings stand there. */
function measured(header: HTMLElement | null): (() => void) | undefined {
  if (header === null) return undefined;
  const tell = () =>
    document.documentElement.style.setProperty(
      '--console-header',
      `${Math.ceil(header.getBoundingClientRect().height)}px`,
    );
  const observer = new ResizeObserver(tell);
  observer.observe(header);
  return () => observer.disconnect();
}

function focusContent(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}

function LanguageSwitch() {
  const { t } = useTranslation();
  const chosen = usePreferences(({ language }) => language);
  return (
    <div role="group" aria-label={t('bar.language')} className={styles['controls']}>
      {LANGUAGES.map((language) => (
        <ActionIcon
          key={language}
          variant={language === chosen ? 'filled' : 'default'}
          aria-pressed={language === chosen}
          aria-label={`${language.toUpperCase()} ${t(`bar.languageName.${language}`)}`}
          onClick={() => chooseLanguage(language)}
        >
          {language.toUpperCase()}
        </ActionIcon>
      ))}
    </div>
  );
}

function SchemeSwitch() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  const label = t(dark ? 'bar.toLight' : 'bar.toDark');
  return (
    <ActionIcon
      variant="default"
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(dark ? 'light' : 'dark')}
    >
      {dark ? <Sun /> : <Moon />}
    </ActionIcon>
  );
}

function SignOut() {
  const { t } = useTranslation();
  const { busy, failure, run } = useAction();
  const signOut = async () => {
    await consoleNow().session.signOut();
    showSession(null);
  };
  return (
    <>
      <Button variant="default" loading={busy} onClick={() => void run(signOut)}>
        {t('bar.signOut')}
      </Button>
      <Failed failure={failure} />
    </>
  );
}
