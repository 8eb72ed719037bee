import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { NEEDED, useRoute, type Route, type Screen } from './route.ts';
import { Account } from './screens/account.tsx';
import { Alarms } from './screens/alarms.tsx';
import { Audit } from './screens/audit/audit.tsx';
import { Configuration } from './screens/configuration.tsx';
import { FirstRun } from './screens/first-run.tsx';
import { Health } from './screens/health.tsx';
import { Locked } from './screens/locked.tsx';
import { Opening } from './screens/opening.tsx';
import { Page } from './screens/page.tsx';
import { PasswordNeeded } from './screens/password-needed.tsx';
import { Robot } from './screens/robot.tsx';
import { Robots } from './screens/robots.tsx';
import { Roles } from './screens/roles/roles.tsx';
import { Security } from './screens/security.tsx';
import { SeatUnknown } from './screens/seat-unknown.tsx';
import { SignIn } from './screens/sign-in.tsx';
import { Training } from './screens/training/training.tsx';
import { Users } from './screens/users.tsx';
import { useConnection } from './stores/connection.ts';
import { useSession } from './stores/session.ts';
import { Announcer } from './widgets/announcer.tsx';
import { ErrorBoundary } from './widgets/error-boundary.tsx';
import { Header } from './widgets/header.tsx';
import { OverrideButton } from './widgets/override-button.tsx';
import { OverridePanel } from './widgets/override-panel.tsx';
import { Reauthentication } from './widgets/reauthentication.tsx';
import { Signing } from './widgets/signing.tsx';
import { SimulationFrame } from './widgets/simulation-frame.tsx';
import { StopBar } from './widgets/stop-bar.tsx';
import { useWindowTitle } from './widgets/window-title.ts';

/** Everything in the window: one screen with its header, and the software stop, which no broken screen takes along. */
export function App() {
  return (
    <>
      <Screens />
      <StopBar />
      <SimulationFrame />
    </>
  );
}

function Screens() {
  const route = useRoute();
  const place = `${route.screen}/${route.robotId ?? ''}`;
  const content = useRef<HTMLElement>(null);
  const drawn = useRef(place);
  useWindowTitle();
  useEffect(() => {
    if (drawn.current !== place) {
      content.current?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
    drawn.current = place;
  }, [place]);
  return (
    <ErrorBoundary of="window">
      <Header />
      <Announcer />
      <main id="content" ref={content} tabIndex={-1}>
        <ErrorBoundary of={place}>
          <Content route={route} />
        </ErrorBoundary>
        <Reauthentication />
        <Signing />
        <OverridePanel />
      </main>
    </ErrorBoundary>
  );
}

function Content({ route }: { readonly route: Route }) {
  const { t } = useTranslation();
  const { phase, since, info } = useConnection();
  const { known, session } = useSession();
  if (phase === 'seat-unknown') return <SeatUnknown />;
  if (!known || info === null) return <Opening since={since} />;
  if (session === null) return info.firstAdministratorNeeded ? <FirstRun /> : <SignIn />;
  if (session.locked) return <Locked session={session} />;
  if (session.changeReason !== null) return <PasswordNeeded session={session} />;
  const needed = NEEDED[route.screen];
  if (!session.permissions.includes(needed)) {
    return (
      <Page heading={t(`navigation.${route.screen}`)}>
        <p>{t('error.PERMISSION_DENIED')}</p>
        <p>{t('permissionNeeded', { right: t(`permission.${needed}`) })}</p>
        <div>
          <OverrideButton right={needed} />
        </div>
      </Page>
    );
  }
  if (route.robotId !== null) return <Robot robotId={route.robotId} />;
  const Shown = SCREEN_VIEWS[route.screen];
  return <Shown />;
}

const SCREEN_VIEWS: Readonly<Record<Screen, () => React.ReactNode>> = {
  robots: Robots,
  health: Health,
  alarms: Alarms,
  audit: Audit,
  users: Users,
  roles: Roles,
  configuration: Configuration,
  security: Security,
  training: Training,
  account: Account,
};
