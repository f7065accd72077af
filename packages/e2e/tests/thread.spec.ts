import { expect, expectAccessible, test } from './person';
import { picture } from './picture';
import { push } from './push';

/**
 * The whole thread, as two people of one team live it: see what they own, be
 * refused, open a gate, make a service and watch it arrive.
 */
test.describe.configure({ mode: 'serial' });

test('a team sees what it owns, worst first, with the age of the data', async ({
  as,
}) => {
  const page = await as('ada');
  await page.goto('/teams');
  await page.getByRole('link', { name: 'Product' }).click();

  await expect(
    page.getByRole('heading', { name: 'Product', level: 1 }),
  ).toBeVisible();
  const rows = page.getByRole('row');
  await expect(rows.filter({ hasText: 'Kafka demo' })).toContainText('No data');
  const audiobookshelf = rows.filter({ hasText: 'Audiobookshelf' });
  await expect(audiobookshelf).toContainText('Healthy');
  await expect(audiobookshelf).toContainText('Waiting at gate');
  await expect(
    page.getByRole('list', { name: 'Age of the data' }),
  ).toContainText(/Homelab \(simulated\)\s*\d+ s/);
  await expectAccessible(page);
});

test('a member may not open the gate, and reads why', async ({ as }) => {
  const page = await as('ben');
  await page.goto('/teams/product');
  await page
    .getByRole('row')
    .filter({ hasText: 'Audiobookshelf' })
    .getByRole('button', { name: /in production/ })
    .click();

  const panel = page.getByRole('dialog');
  await expect(panel.getByRole('button', { name: /^Sync/ })).toBeDisabled();
  await expect(panel).toContainText(
    'Only those the policy allows may open this gate, by default the leads of the owning team.',
  );
  await expectAccessible(page);
});

test('a lead opens the gate with a reason and watches it arrive', async ({
  as,
}) => {
  const page = await as('ada');
  await page.goto('/teams/product');
  const row = page.getByRole('row').filter({ hasText: 'Audiobookshelf' });
  await row.getByRole('button', { name: /in production/ }).click();
  await page.getByRole('button', { name: 'Open the gate (sync)' }).click();

  const dialog = page.getByRole('dialog').last();
  await expect(
    dialog.getByRole('button', { name: 'Open the gate (sync)' }),
  ).toBeDisabled();
  await dialog.getByLabel('Reason').fill('Release 2.35.1, tested in dev');
  await dialog.getByRole('button', { name: 'Open the gate (sync)' }).click();

  // Signals, not a reload: the page that was open shows the new version. It is
  // still behind dev, which runs a newer one, and says so.
  await expect(page.getByText(/Sync requested/)).toBeVisible();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(
    row.getByRole('button', { name: /in production: Behind 2\.35\.1/ }),
  ).toBeVisible({ timeout: 60_000 });
});

test('a new service goes from a form to its gate', async ({ as }) => {
  const page = await as('ada');
  await page.goto('/create/templates/default/new-service');
  await page.getByLabel('Name').fill('paperless');
  await page.getByLabel('Title').fill('Paperless');
  await page
    .getByLabel('Description')
    .fill('Scans letters and finds them again');
  // Your own team is chosen already.
  await expect(
    page.getByRole('button', { name: /Product \(yours\)/ }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Next' }).click();
  await page
    .getByLabel('Image')
    .fill('ghcr.io/paperless-ngx/paperless-ngx:2.20.1');
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Next' }).click();

  await expect(
    page.getByText('The check of the whole tree has no new finding.'),
  ).toBeVisible();
  const files = page.getByRole('navigation', { name: 'Files of the change' });
  await files.getByRole('button', { name: /paperless\/service.yaml/ }).click();
  await expect(
    page.getByRole('region', { name: /Diff of .*paperless\/service.yaml/ }),
  ).toContainText('+kind: Service');
  await expectAccessible(page);
  await page.getByRole('button', { name: /Review/ }).click();
  await page.getByRole('button', { name: /Create/ }).click();
  await page.getByRole('link', { name: 'Follow the change' }).click();

  await expect(
    page.getByRole('heading', { name: 'Add the service paperless' }),
  ).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Merge', exact: true }).click();

  const journey = page.getByRole('list', { name: 'Journey' });
  await expect(journey).toContainText(/At the gate of production, now/, {
    timeout: 90_000,
  });
  await page.screenshot({ path: picture('change-light.png') });
  await page.goto('/catalog/default/component/paperless');
  await expect(page.getByRole('heading', { name: 'Paperless' })).toBeVisible();
  await page.goto('/teams/product');
  const row = page.getByRole('row').filter({ hasText: 'Paperless' });
  await expect(
    row.getByRole('button', { name: /in dev: Healthy/ }),
  ).toBeVisible({ timeout: 60_000 });
  await expect(
    row.getByRole('button', { name: /in production: Waiting/ }),
  ).toBeVisible({ timeout: 60_000 });
});

test('a malformed definition breaks nothing and is reported with file and line', async ({
  as,
}) => {
  await push({
    path: 'kubernetes/services/n8n/service.yaml',
    edit: text =>
      text.replace(/^( +)availability: .*$/m, '$1availability: lots'),
  });
  const page = await as('ada');
  await page.goto('/trees');
  const finding = page.getByRole('row').filter({
    hasText: 'spec.sla.availability',
  });
  await expect(finding).toContainText(
    /kubernetes\/services\/n8n\/service\.yaml:\d+/,
    { timeout: 60_000 },
  );
  await expect(finding).toContainText('99.5%');
  await expectAccessible(page);

  await page.goto('/catalog/default/component/n8n');
  await expect(page.getByRole('heading', { name: 'n8n' })).toBeVisible();
  await expect(page.getByText(/service\.yaml:\d+/).first()).toBeVisible();

  await page.goto('/catalog?filters[user]=all');
  await expect(page.getByText('Components (26)')).toBeVisible();
});
