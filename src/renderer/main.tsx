import '@mantine/core/styles.layer.css';
import '@mantine/dates/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import 'mantine-datatable/styles.layer.css';
import '@fontsource-variable/inter/wght.css';
import './app/global.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { hasBridge, replaceBridge } from './bridge/client.ts';
import { createQueryClient } from './bridge/queries.ts';

// Design work in an ordinary browser; the built console has neither this branch nor the fake bridge.
if (import.meta.env.DEV && !hasBridge()) {
  const { createFakeBridge } = await import('./bridge/fake.ts');
  const { fakeOptionsOf } = await import('./bridge/fake/scenarios.ts');
  replaceBridge(createFakeBridge(fakeOptionsOf(window.location.search)));
}

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root element.');
createRoot(root).render(
  <StrictMode>
    <App client={createQueryClient()} />
  </StrictMode>,
);
