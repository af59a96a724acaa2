import { expect, test } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { Answer } from '#shared/contract/errors.ts';
import { dayNumber, localDay } from '#shared/domain/slots.ts';
import { card, choosePeriod, demoIsComplete, openConsole, valueOf } from './console-window.ts';
import type { OpenConsole } from './console-window.ts';
import { protect } from './protection.ts';
import { engineProcess, engineProcesses, killEngine } from './engine-process.ts';

// The engine's process is killed: while the demo is being made, under load, and again and again.
test.describe.configure({ mode: 'serial' });

const CALLS = 300;
/** Enough for the engine to be killed while it makes them. */
const DAYS = 25;

let opened: OpenConsole;
let page: Page;
test.beforeAll(async () => {
  opened = await openConsole();
  page = opened.page;
  await protect(page);
  await valueOf(page, 'demo.create', { days: DAYS });
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible({ timeout: 60_000 });
});
test.afterAll(async () => {
  await opened.close();
  expect(opened.complaints).toEqual([]);
});

const restarting = () => page.getByText('The data engine stopped and is being started again.');

/** Resolves when the notice of a restart was seen; to be called before the engine is killed, because it may be short. */
function noticeOfRestart(): Promise<void> {
  return restarting().waitFor({ state: 'visible', timeout: 20_000 });
}

async function expectFigures(): Promise<void> {
  await expect(restarting()).toBeHidden({ timeout: 20_000 });
  await expect(card(page, 'Produced')).toContainText(/\d\s[kM]Wh/);
  await expect(card(page, 'Active members')).toContainText(/\d+/);
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
}

test('a demo that is being made goes on after the engine was killed, and becomes complete', async () => {
  const [before] = await valueOf(page, 'tasks.list', {});
  expect(before.state).toBe('running');
  const seen = noticeOfRestart();
  await killEngine(opened.profile);
  await seen;
  await expectFigures();
  await demoIsComplete(page);
  const [community] = await valueOf(page, 'communities.list', {});
  const dayOf = (time: number): number => dayNumber(localDay(time, community.timeZone));
  expect(dayOf(community.dataTo! - 1) - dayOf(community.dataFrom!) + 1).toBe(DAYS);
  const members = await valueOf(page, 'members.list', {
    communityId: community.id,
    range: { from: community.dataFrom!, to: community.dataTo! },
  });
  expect(members).toHaveLength(160);
});

test('killed under load, the engine leaves no call without an answer, and each lost one is told ENGINE_GONE', async () => {
  const [community] = await valueOf(page, 'communities.list', {});
  const answered = page.evaluate(
    async ([communityId, from, to, count]) => {
      const ask = () =>
        window.commonwatt!.invoke('pricing.series', { communityId, range: { from, to }, granularity: 'slot' });
      const calls = Array.from({ length: count }, ask);
      await Promise.race(calls);
      document.title = 'under load';
      const answers: Answer<unknown>[] = await Promise.all(calls);
      return answers.map((answer) => (answer.ok ? 'ok' : `${answer.error.code}, retryable: ${answer.error.retryable}`));
    },
    [community.id, community.dataFrom!, community.dataTo!, CALLS] as const,
  );
  const seen = noticeOfRestart();
  await expect(page).toHaveTitle('under load', { timeout: 20_000 });
  const killed = await killEngine(opened.profile);
  const answers = await answered;
  expect(answers).toHaveLength(CALLS);
  expect(new Set(answers)).toEqual(new Set(['ok', 'ENGINE_GONE, retryable: true']));
  await seen;
  expect(await engineProcess(opened.profile)).not.toBe(killed);
});

test('the page goes on by itself and shows figures again', async () => {
  await expectFigures();
  await choosePeriod(page, 'Month');
  await expectFigures();
  await choosePeriod(page, 'Week');
  await expectFigures();
});

test('an engine that dies again and again is given up, and the page says so', async () => {
  const failed = page.getByRole('alert').filter({ hasText: 'could not be started again' });
  let killed = (await engineProcesses(opened.profile)).length - 1;
  // Each new engine is killed as soon as the log names it.
  await expect(async () => {
    const started = await engineProcesses(opened.profile);
    if (started.length > killed) {
      await killEngine(opened.profile);
      killed = started.length;
    }
    expect(await failed.isVisible()).toBe(true);
  }).toPass({ timeout: 60_000, intervals: [50] });
  await expect(failed).toContainText('What was saved is safe.');
});

test('started again by hand, it shows the figures again', async () => {
  await page.getByRole('button', { name: 'Start it again' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'could not be started again' })).toBeHidden({
    timeout: 20_000,
  });
  expect(await valueOf(page, 'communities.list', {})).toHaveLength(1);
  await expectFigures();
});
