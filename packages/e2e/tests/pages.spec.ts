import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './person';
import { picture } from './picture';

/** Every page a person can reach, and what shows that it has arrived. */
const pages: {
  name: string;
  path: string;
  arrived: string | RegExp;
  /** Faults of other plugins, by selector. */
  foreign?: string[];
  /** Laid out by another plugin. */
  foreignLayout?: boolean;
}[] = [
  { name: 'home', path: '/', arrived: 'Your teams' },
  { name: 'teams', path: '/teams', arrived: 'Observability' },
  { name: 'team', path: '/teams/product', arrived: 'Audiobookshelf' },
  { name: 'trees', path: '/trees', arrived: 'Example platform' },
  { name: 'changes', path: '/changes', arrived: 'Changes' },
  { name: 'catalog', path: '/catalog', arrived: /Components \(\d+\)/ },
  {
    name: 'entity',
    path: '/catalog/default/component/audiobookshelf',
    arrived: 'Delivery and promise',
  },
  {
    name: 'entity-delivery',
    path: '/catalog/default/component/audiobookshelf/delivery',
    arrived: 'production',
  },
  {
    name: 'entity-sla',
    path: '/catalog/default/component/audiobookshelf/sla',
    arrived: 'availability',
  },
  {
    name: 'entity-kubernetes',
    path: '/catalog/default/component/n8n/kubernetes',
    arrived: 'homelab',
    // Its tables are four pixels too wide for a narrow page.
    foreignLayout: true,
  },
  {
    name: 'group',
    path: '/catalog/default/group/product',
    arrived: 'Ada Lindqvist',
    // The description in the profile card of @backstage/plugin-org.
    foreign: ['.bui-CardBody > .bui-Text[data-color="secondary"]'],
  },
  {
    name: 'system',
    path: '/catalog/default/system/platform-data',
    arrived: 'MongoDB',
  },
  {
    name: 'domain',
    path: '/catalog/default/domain/infra',
    arrived: 'Infrastructure',
  },
  {
    name: 'create',
    path: '/create/templates/default/new-service',
    arrived: 'What it is',
    // The scaffolder's row of steps scrolls on a narrow page, by touch alone.
    foreign: ['.MuiStepper-root'],
  },
];

const looks = [
  { look: 'light', options: { theme: 'light' as const } },
  { look: 'dark', options: { theme: 'dark' as const } },
  { look: 'narrow', options: { narrow: true } },
];

/** What the browser complained about, but for what is not ours to mend. */
function complaints(page: Page): string[] {
  const heard: string[] = [];
  page.on('pageerror', error => heard.push(String(error)));
  page.on('console', message => {
    if (message.type() === 'error') heard.push(message.text());
  });
  return heard;
}

for (const { look, options } of looks) {
  test(`every page in ${look} is reachable, accessible and without a complaint`, async ({
    as,
  }) => {
    test.setTimeout(240_000);
    const page = await as('ada', options);
    const heard = complaints(page);
    for (const { name, path: to, arrived, foreign, foreignLayout } of pages) {
      await test.step(name, async () => {
        await page.goto(to);
        await expect(page.getByText(arrived).first()).toBeVisible();
        await page.waitForLoadState('networkidle');
        await page.screenshot({
          path: picture(`${name}-${look}.png`),
        });
        await expectAccessible(page, foreign);
        if (foreignLayout) return;
        // A narrow page scrolls down, never sideways.
        const overflow = await page.evaluate(
          () =>
            document.documentElement.scrollWidth -
            document.documentElement.clientWidth,
        );
        expect(overflow, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
      });
    }
    expect(heard).toEqual([]);
  });
}

test('people are offered to sign in as, and the page is accessible', async ({
  page,
}) => {
  await page.goto('/');
  await expect(
    page.getByRole('list', { name: 'People to sign in as' }),
  ).toContainText('Ada Lindqvist');
  await expectAccessible(page);
});

test('an address that does not exist says so', async ({ as }) => {
  const page = await as('guest');
  await page.goto('/teams/nobody');
  await expect(page.getByText(/not found|not visible/i).first()).toBeVisible();
  await expectAccessible(page);
});

test('a search finds a service by its name', async ({ as }) => {
  const page = await as('guest');
  await expect(async () => {
    await page.goto('/search?query=audiobookshelf');
    await expect(
      page.getByRole('link', { name: /Audiobookshelf/i }).first(),
    ).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 90_000 });
});
