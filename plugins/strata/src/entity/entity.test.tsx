import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactElement } from 'react';
import type { StrataApi } from '../api';
import { componentEntity, groupEntity } from '../fixtures/entity';
import {
  audiobookshelf,
  n8n,
  productOverview,
  sources,
} from '../fixtures/owners';
import { refusal } from '../fixtures/refusals';
import { renderStrata } from '../__testUtils__/renderStrata';
import { series } from '../fixtures/sla';
import { now } from '../fixtures/time';
import { DashboardTab } from './DashboardTab';
import { DeliveryTab } from './DeliveryTab';
import { EnvironmentsCard } from './EnvironmentsCard';
import { FindingsCard } from './FindingsCard';
import { isItem } from './isItem';
import { OverviewCard } from './OverviewCard';
import { OwnershipCard } from './OwnershipCard';
import { PromiseCard } from './PromiseCard';
import { SlaTab } from './SlaTab';

const complete: Partial<StrataApi> = {
  entityDelivery: async ref => ({
    entityRef: ref,
    rows: audiobookshelf.rows,
    now,
  }),
  entitySla: async ref => ({
    entityRef: ref,
    slos: audiobookshelf.slos,
    promise: audiobookshelf.promise,
    now,
  }),
  sloSeries: async () => series,
  sources: async () => ({ now, sources }),
};

const render = (
  element: ReactElement,
  api: Partial<StrataApi> = complete,
  entity = componentEntity,
) => renderStrata(element, api, { entity });

const loading = () => new Promise<never>(() => undefined);

/** The entity of an item without definition: what the tree knows of its path. */
const bareEntity = {
  ...componentEntity,
  spec: {
    ...componentEntity.spec,
    strata: {
      tree: 'platform',
      layer: 'infra',
      area: 'backup',
      path: 'infra/backup/velero',
      owner: { source: 'unowned' },
      environments: [{ name: 'production', declared: false }],
      slos: [],
      core: { wave: 5 },
    },
  },
};

describe('the overview card', () => {
  it('shows environments and objectives, and opens an environment', async () => {
    render(<OverviewCard />);
    await userEvent.click(
      await screen.findByRole('button', {
        name: /Audiobookshelf in production/,
      }),
    );
    expect(
      await screen.findByRole('dialog', {
        name: 'Audiobookshelf · production',
      }),
    ).toHaveTextContent('A newer revision of this item waits');
    expect(screen.getByText(/4 % of the budget is left/)).toBeInTheDocument();
  });

  it('leads on to the tabs', async () => {
    render(<OverviewCard />);
    expect(
      await screen.findByRole('link', { name: 'See delivery' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/audiobookshelf/delivery',
    );
  });

  it('says that nothing is declared and nothing measured', async () => {
    render(<OverviewCard />, {
      entityDelivery: async entityRef => ({ entityRef, rows: [], now }),
      entitySla: async entityRef => ({ entityRef, slos: [], now }),
    });
    expect(
      await screen.findByText(/names an environment of this item/),
    ).toBeVisible();
    expect(screen.getByText('Nothing is measured')).toBeVisible();
  });

  it('tells which half failed, and keeps the other', async () => {
    const error = await refusal(503, 'ServiceUnavailableError', 'No database.');
    render(<OverviewCard />, {
      ...complete,
      entitySla: () => Promise.reject(error),
    });
    expect(await screen.findByRole('alert')).toHaveTextContent('No database.');
    expect(
      await screen.findByRole('button', { name: /Audiobookshelf in dev/ }),
    ).toBeVisible();
  });

  it('shows a skeleton while loading', async () => {
    render(<OverviewCard />, { entityDelivery: loading, entitySla: loading });
    expect(await screen.findAllByText('Loading')).toHaveLength(2);
  });
});

describe('cards of what is declared', () => {
  it('ownership tells contacts and how the owner was found', async () => {
    render(<OwnershipCard />);
    expect(
      await screen.findByRole('link', { name: 'product' }),
    ).toHaveAttribute('href', '/teams/product');
    expect(screen.getByText('named in service.yaml')).toBeVisible();
    expect(screen.getByText('#audiobookshelf')).toBeVisible();
  });

  it('ownership says that nobody is named, and the wave of a core item', async () => {
    render(<OwnershipCard />, {}, bareEntity);
    expect(await screen.findByText('nobody is named')).toBeVisible();
    expect(screen.getByText('wave 5')).toBeVisible();
  });

  it('the promise is shown in full', async () => {
    render(<PromiseCard />);
    expect(await screen.findByText('99.5 %')).toBeVisible();
    expect(screen.getByText('95 % within 500ms')).toBeVisible();
    expect(screen.getByText('month')).toBeVisible();
  });

  it('no promise is said, with the line that makes one', async () => {
    render(<PromiseCard />, {}, bareEntity);
    expect(
      await screen.findByText(/Add `spec.sla` to service.yaml/),
    ).toBeVisible();
  });

  it('environments stand in promotion order with their gates', async () => {
    render(<EnvironmentsCard />);
    const table = await screen.findByRole('table', { name: 'Environments' });
    expect(
      within(table)
        .getAllByRole('rowheader')
        .map(each => each.textContent),
    ).toEqual(['dev', 'production']);
    expect(table).toHaveTextContent('audiobookshelf-dev');
    expect(table).toHaveTextContent('by hand');
  });

  it('an environment that is only assumed is marked so', async () => {
    render(<EnvironmentsCard />, {}, bareEntity);
    expect(await screen.findByText('production (assumed)')).toBeVisible();
    expect(screen.getAllByText('not known')).toHaveLength(3);
  });
});

describe('the findings card', () => {
  const findings = async () => ({
    tree: 'platform',
    findings: n8n.findings.map(each => ({
      ...each,
      entityRef: 'component:default/audiobookshelf',
    })),
  });

  it('shows its own findings with file, line and remedy', async () => {
    render(<FindingsCard />, { findings });
    expect(
      await screen.findByRole('link', {
        name: /kubernetes\/services\/n8n\/applicationset.yaml:31/,
      }),
    ).toHaveAttribute('href', expect.stringContaining('#L31'));
    expect(screen.getByText(/Rename the field or remove it/)).toBeVisible();
  });

  it('is silent about findings of others', async () => {
    render(<FindingsCard />, {
      findings: async () => ({ tree: 'platform', findings: n8n.findings }),
    });
    expect(await screen.findByText(/No findings/)).toBeVisible();
  });
});

describe('the delivery tab', () => {
  it('shows environments in order with the gate between them', async () => {
    render(<DeliveryTab />);
    expect(
      (await screen.findAllByRole('heading', { level: 2 })).map(
        each => each.textContent,
      ),
    ).toEqual(['dev', 'production']);
    expect(screen.getByText('opened by hand')).toBeVisible();
  });

  it('says why there is nothing', async () => {
    render(<DeliveryTab />, {
      ...complete,
      entityDelivery: async entityRef => ({ entityRef, rows: [], now }),
    });
    expect(await screen.findByText('No environments')).toBeVisible();
  });
});

describe('the SLA tab', () => {
  it('states the answer as a title', async () => {
    render(<SlaTab />);
    expect(
      await screen.findByRole('heading', {
        name: 'availability, production: budget 4 % left; at this rate gone in 9 h',
      }),
    ).toBeVisible();
    expect(screen.getByText(/34,560 bad of 12,000,000 events/)).toBeVisible();
  });

  it('shows the budget as a picture and as a table, with the deploys', async () => {
    render(<SlaTab />);
    expect(
      await screen.findByRole('img', { name: 'Error budget over time' }),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByText('Figures as a table'));
    const table = screen.getByRole('table', { name: 'Figures as a table' });
    expect(table).toHaveTextContent('62 %');
    expect(table).toHaveTextContent('No data');
    expect(screen.getByText('9b1d7a4')).toBeInTheDocument();
    expect(screen.getByText(/by ada/)).toBeInTheDocument();
  });

  it('tells which burn rate fires, in words', async () => {
    render(<SlaTab />);
    const table = await screen.findByRole('table', { name: 'Burn rates' });
    expect(table).toHaveTextContent('7.1 × / 8.4 ×');
    expect(table).toHaveTextContent('firing');
  });

  it('asks for another range', async () => {
    const asked: number[] = [];
    render(<SlaTab />, {
      ...complete,
      sloSeries: async (_id, range) => {
        asked.push(range.stepSeconds);
        return series;
      },
    });
    await userEvent.click(await screen.findByRole('radio', { name: '24 h' }));
    await screen.findByRole('img');
    expect(asked).toEqual([7200, 300]);
  });

  it('says that a range holds no data', async () => {
    render(<SlaTab />, {
      ...complete,
      sloSeries: async () => ({
        ...series,
        budget: series.budget.map(([time]): [number, null] => [time, null]),
      }),
    });
    expect(await screen.findByText('No data in this range')).toBeVisible();
  });

  it('says how to come to an objective', async () => {
    render(<SlaTab />, {
      entitySla: async entityRef => ({ entityRef, slos: [], now }),
    });
    expect(await screen.findByText('Nothing is measured')).toBeVisible();
  });
});

it('the dashboard stands on the page of the Group', async () => {
  render(
    <DashboardTab />,
    { ownerOverview: async () => productOverview },
    groupEntity,
  );
  expect(
    await screen.findByRole('grid', { name: 'Items by environment' }),
  ).toBeInTheDocument();
});

it('an item is a component of a tree, and nothing else', () => {
  expect(isItem(componentEntity)).toBe(true);
  expect(isItem(groupEntity)).toBe(false);
  expect(isItem({ ...componentEntity, spec: { type: 'service' } })).toBe(false);
});
