import AxeBuilder from '@axe-core/playwright';
import chromium from '@sparticuz/chromium';
import { expect, type Page, test as base } from '@playwright/test';

/** The people of the sandbox, by the name on their sign-in card. */
export const people = {
  ada: 'Ada Lindqvist',
  ben: 'Ben Okafor',
  dana: 'Dana Novak',
  eva: 'Eva Marchetti',
  iris: 'Iris Vandenberg',
  guest: 'Guest',
} as const;

export type Person = keyof typeof people;

type Fixtures = {
  /** Opens a tab of its own, signed in as a person. */
  as: (
    person: Person,
    options?: { theme?: 'light' | 'dark'; narrow?: boolean },
  ) => Promise<Page>;
};

/** Tests run in the Chromium that npm ships; nothing has to be installed. */
export const test = base.extend<Fixtures>({
  launchOptions: [
    async ({ browserName: _ }, use) => {
      await use({
        executablePath: await chromium.executablePath(),
        // In one process, which the package's arguments ask for, the browser
        // ends with the first tab that is closed.
        args: [
          ...chromium.args.filter(argument => argument !== '--single-process'),
          '--no-sandbox',
        ],
      });
    },
    { scope: 'worker' },
  ],
  as: async ({ browser, baseURL, viewport }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (person, options = {}) => {
      const context = await browser.newContext({
        baseURL,
        viewport: options.narrow ? { width: 420, height: 900 } : viewport,
      });
      contexts.push(context);
      const page = await context.newPage();
      await page.addInitScript(
        theme => window.localStorage.setItem('theme', theme),
        options.theme ?? 'light',
      );
      await signIn(page, person);
      return page;
    });
    for (const context of contexts) await context.close();
  },
});

async function signIn(page: Page, person: Person) {
  await page.goto('/');
  await page
    .getByRole('button', { name: `Sign in as ${people[person]}` })
    .click();
  await expect(
    page.getByRole('heading', { name: 'Home', level: 1 }),
  ).toBeAttached();
}

/** WCAG 2.2, levels A and AA. */
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * No violation of WCAG that a person could run into, anywhere on the page but
 * in what is `foreign`: elements of other plugins, with faults of their own.
 */
export async function expectAccessible(page: Page, foreign: string[] = []) {
  const axe = new AxeBuilder({ page })
    .withTags(wcag)
    // The tabs of Backstage's own page header name a panel it never renders.
    .exclude('[role="tab"][id*="react-aria"]');
  for (const selector of foreign) axe.exclude(selector);
  const { violations } = await axe.analyze();
  expect(
    violations.map(({ id, nodes }) => ({
      id,
      places: nodes.map(({ target }) => target.join(' ')),
    })),
  ).toEqual([]);
}

export { expect };
