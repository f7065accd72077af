import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { Select } from '@backstage/ui';
import { useEffect, useState } from 'react';
import { usePerson } from '../../home/usePerson';
import styles from '../changes.module.css';
import { strataChangesTranslationRef } from '../translation';

/** @internal */
export const teamSchema = makeFieldSchema({
  output: z => z.string().describe('Name of a team of the tree'),
});

type Teams =
  | { kind: 'loading' }
  | { kind: 'ready'; teams: Entity[] }
  | { kind: 'failed'; reason: string };

/** Groups that answer for nothing by themselves. */
const notTeams = new Set(['role', 'business-unit']);

/** Team of a new item, the person's own ones first. */
export function TeamField(props: typeof teamSchema.TProps) {
  const { formData, onChange, schema, required, rawErrors, disabled } = props;
  const { t } = useTranslationRef(strataChangesTranslationRef);
  const teams = useTeams();
  const person = usePerson();
  const mine = new Set(person?.ownershipEntityRefs);
  const isMine = (team: Entity) => mine.has(stringifyEntityRef(team));
  const sorted =
    teams.kind === 'ready'
      ? [...teams.teams].sort(
          (a, b) =>
            Number(isMine(b)) - Number(isMine(a)) ||
            titleOf(a).localeCompare(titleOf(b)),
        )
      : [];
  const own = sorted.filter(isMine);
  const only = own.length === 1 ? own[0].metadata.name : undefined;
  useEffect(() => {
    if (formData === undefined && only !== undefined) onChange(only);
  }, [formData, only, onChange]);

  return (
    <div className={styles.field}>
      <Select
        label={schema.title}
        description={schema.description}
        placeholder={t('form.teamPlaceholder')}
        isRequired={required}
        isDisabled={disabled || teams.kind === 'loading'}
        isInvalid={(rawErrors?.length ?? 0) > 0}
        options={sorted.map(team => ({
          id: team.metadata.name,
          label: isMine(team)
            ? t('form.mine', { team: titleOf(team) })
            : titleOf(team),
        }))}
        value={formData ?? null}
        onChange={key => onChange(key === null ? undefined : String(key))}
      />
      {teams.kind === 'failed' && (
        <p role="alert" className={styles.hint} data-invalid>
          {t('form.teamsFailed', { reason: teams.reason })}
        </p>
      )}
    </div>
  );
}

function useTeams(): Teams {
  const catalog = useApi(catalogApiRef);
  const [teams, setTeams] = useState<Teams>({ kind: 'loading' });
  useEffect(() => {
    let current = true;
    catalog
      .getEntities({
        filter: { kind: 'group' },
        fields: ['kind', 'metadata', 'spec.type', 'spec.profile'],
      })
      .then(
        ({ items }) =>
          current && setTeams({ kind: 'ready', teams: items.filter(isTeam) }),
        error => current && setTeams({ kind: 'failed', reason: error.message }),
      );
    return () => {
      current = false;
    };
  }, [catalog]);
  return teams;
}

function isTeam({ metadata, spec }: Entity): boolean {
  return metadata.name !== 'unowned' && !notTeams.has(String(spec?.type));
}

function titleOf({ metadata, spec }: Entity): string {
  const profile = spec?.profile;
  const displayName =
    typeof profile === 'object' && profile !== null && 'displayName' in profile
      ? profile.displayName
      : undefined;
  return metadata.title ?? (displayName ? String(displayName) : metadata.name);
}
