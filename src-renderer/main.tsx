import './no-eval.ts';
import '@mantine/core/styles.css';
import './theme/base.css';
import { MantineProvider } from '@mantine/core';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { App } from './app.tsx';
import { tellActivity } from './bridge/activity.ts';
import { redeemLaunchToken, startAnewOnNewLink } from './bridge/launch.ts';
import { renewSeatOnNewPrivileges } from './bridge/renew-seat.ts';
import { startBridge } from './bridge/start.ts';
import { speakPreferred } from './i18n/i18n.ts';
import { startTime } from './stores/now.ts';
import { resolveVariables, theme } from './theme/theme.ts';

startTime();
startAnewOnNewLink(window);
renewSeatOnNewPrivileges(location.protocol);
startBridge(redeemLaunchToken(window));
tellActivity(window, () => performance.now());

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root element');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={resolveVariables} defaultColorScheme="auto">
      <I18nextProvider i18n={speakPreferred()}>
        <App />
      </I18nextProvider>
    </MantineProvider>
  </StrictMode>,
);
