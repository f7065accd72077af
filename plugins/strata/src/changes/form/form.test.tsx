import { identityApiRef } from '@backstage/core-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { type ComponentType, useState } from 'react';
import { strataApiRef, type StrataApi } from '../../api';
import { strataApi } from '../../fixtures/api';
import { preview, warning } from '../__testUtils__/changes';
import { PreviewField, validatePreview } from './PreviewField';
import { ServiceNameField, validateServiceName } from './ServiceNameField';
import { SlaTierField } from './SlaTierField';
import { TeamField } from './TeamField';

const entities: Entity[] = [
  component('n8n', 'services/n8n'),
  component('platform-messaging-kafka', 'platform/messaging/kafka'),
  group('product', 'team', 'Product'),
  group('data', 'team', 'Data'),
  group('engineering', 'business-unit', 'Engineering'),
  group('product-leads', 'role', 'Product leads'),
  group('unowned', 'team', 'Unowned'),
];

function component(name: string, path: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: { 'strata.dev/path': path },
    },
    spec: {},
  };
}

function group(name: string, type: string, displayName: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name, namespace: 'default' },
    spec: { type, profile: { displayName }, children: [] },
  };
}

const identity = {
  getBackstageIdentity: async () => ({
    type: 'user' as const,
    userEntityRef: 'user:default/ada',
    ownershipEntityRefs: ['user:default/ada', 'group:default/product'],
  }),
  getProfileInfo: async () => ({ displayName: 'Ada' }),
  getCredentials: async () => ({}),
  signOut: async () => {},
};

/** A field in a form: it keeps what it is told and shows it. */
function render(
  Field: ComponentType<never>,
  options: {
    schema?: object;
    uiOptions?: object;
    form?: object;
    api?: Partial<StrataApi>;
  } = {},
) {
  const Form = () => {
    const [value, setValue] = useState<unknown>();
    const Any = Field as ComponentType<Record<string, unknown>>;
    return (
      <>
        <Any
          formData={value}
          onChange={setValue}
          schema={{ title: 'Field', ...options.schema }}
          uiSchema={{ 'ui:options': options.uiOptions }}
          formContext={{ formData: options.form }}
        />
        <output>{JSON.stringify(value)}</output>
      </>
    );
  };
  return renderInTestApp(<Form />, {
    apis: [
      [catalogApiRef, catalogApiMock({ entities })],
      [identityApiRef, identity],
      [strataApiRef, strataApi(options.api ?? {})],
    ],
  });
}

const holder = (api: Partial<StrataApi> = {}) => ({
  get: (ref: { id: string }) =>
    ({
      [catalogApiRef.id]: catalogApiMock({ entities }),
      [strataApiRef.id]: strataApi(api),
    }[ref.id]),
});

function validation() {
  const errors: string[] = [];
  return { errors, field: { addError: (text: string) => errors.push(text) } };
}

describe('StrataServiceName', () => {
  it('says while one types whether the name is allowed and free', async () => {
    render(ServiceNameField as ComponentType<never>);
    const input = await screen.findByRole('textbox', { name: 'Field' });
    await userEvent.type(input, 'Kafka');
    expect(await screen.findByText(/lower case letters/)).toBeInTheDocument();
    await userEvent.clear(input);
    await userEvent.type(input, 'kafka');
    expect(
      await screen.findByText('platform/messaging/kafka already has this name'),
    ).toBeInTheDocument();
    await userEvent.type(input, '-two');
    expect(await screen.findByText(/kafka-two is free/)).toBeInTheDocument();
  });

  it('refuses a name that is taken or too long before the next page', async () => {
    for (const [name, message] of [
      ['n8n', /services\/n8n already has this name/],
      ['a'.repeat(60), /at most 52 characters/],
    ] as const) {
      const { errors, field } = validation();
      await validateServiceName(
        name,
        field as never,
        { apiHolder: holder() } as never,
      );
      expect(errors).toEqual([expect.stringMatching(message)]);
    }
  });
});

describe('StrataTeamPicker', () => {
  it('chooses the own team, and offers every real team with the own one first', async () => {
    render(TeamField as ComponentType<never>);
    expect(await screen.findByText('"product"')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: /Field/ }));
    expect(
      screen.getAllByRole('option').map(option => option.textContent),
    ).toEqual(['Product (yours)', 'Data']);
  });
});

describe('StrataSlaTier', () => {
  it('says what each tier means', async () => {
    render(SlaTierField as ComponentType<never>);
    await userEvent.click(
      await screen.findByRole('radio', {
        name: /99.9%.*allows 43 min a month of downtime/,
      }),
    );
    expect(screen.getByText('"99.9%"')).toBeInTheDocument();
  });
});

describe('StrataChangePreview', () => {
  const trees: StrataApi['trees'] = async () => ({
    now: '2026-11-24T12:00:00.000Z',
    trees: [
      {
        id: 'platform',
        title: 'Platform',
        root: 'kubernetes',
        counts: { items: 25, teams: 6, errors: 0, warnings: 0 },
      },
    ],
  });
  const options = {
    uiOptions: { template: 'new-service' },
    form: { name: 'recipes', replicas: 2, exposed: false, preview: {} },
  };
  const show = (api: Partial<StrataApi>) =>
    render(PreviewField as ComponentType<never>, {
      ...options,
      api: { trees, ...api },
    });

  it('shows files, diff and checks of what the form amounts to', async () => {
    const previewChange = jest.fn(async () => preview);
    show({ previewChange });
    expect(
      await screen.findByText('Preview: Add the service recipes'),
    ).toBeInTheDocument();
    expect(previewChange).toHaveBeenCalledWith({
      tree: 'platform',
      template: 'new-service',
      values: { name: 'recipes', replicas: 2, exposed: false },
    });
    expect(screen.getByText(/has no new finding/)).toBeInTheDocument();
    expect(
      screen.getByRole('region', { name: /Diff of .*teams.yaml/ }),
    ).toBeInTheDocument();
  });

  it('says so when the tree would get an error', async () => {
    show({
      previewChange: async () => ({
        ...preview,
        acceptable: false,
        added: [{ ...warning, severity: 'error' }],
      }),
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /cannot be opened/,
    );
    expect(screen.getByText(warning.message)).toBeInTheDocument();
  });

  it('gives the words of the server when it refuses, and tries again', async () => {
    const refusal = await ResponseError.fromResponse(
      new Response(
        JSON.stringify({
          error: { name: 'InputError', message: 'image: latest is no version' },
          response: { statusCode: 400 },
        }),
        { status: 400, headers: { 'Content-Type': 'application/json' } },
      ) as never,
    );
    let refuses = true;
    show({
      previewChange: async () => {
        if (refuses) throw refusal;
        return preview;
      },
    });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('This cannot be created yet');
    expect(alert).toHaveTextContent('image: latest is no version');
    refuses = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/^Preview:/)).toBeInTheDocument();
  });

  const cases: [string, StrataApi['previewChange'], string[]][] = [
    ['is fine', async () => preview, []],
    [
      'would add an error',
      async () => ({ ...preview, acceptable: false }),
      ['the change would add an error to the tree, see above'],
    ],
    [
      'is refused by the server',
      () => Promise.reject(new Error('name: taken')),
      ['name: taken'],
    ],
  ];
  it.each(cases)(
    'before the last page, a change that %s',
    async (_, previewChange, expected) => {
      const { errors, field } = validation();
      await validatePreview(
        {},
        field as never,
        {
          apiHolder: holder({ trees, previewChange }),
          formData: options.form,
          uiSchema: { 'ui:options': options.uiOptions },
        } as never,
      );
      expect(errors).toEqual(expected);
    },
  );
});
