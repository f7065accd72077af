import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Alert, SearchField } from '@backstage/ui';
import {
  RiCheckboxCircleLine,
  RiEyeOffLine,
  RiQuestionLine,
} from '@remixicon/react';
import type { LocatedFinding, TreeStatus } from '@strata/plugin-strata-common';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useResource } from '../api';
import { Age } from '../clock/Age';
import { shortRevision } from '../delivery/imageVersion';
import { EmptyState } from '../states/EmptyState';
import { ResourceView } from '../states/ResourceView';
import { TableSkeleton } from '../states/Skeletons';
import { useSort } from '../table/useSort';
import { strataTranslationRef } from '../translation';
import { FindingsTable } from './FindingsTable';
import { HeldBackBanner } from './HeldBackBanner';
import styles from './tree.module.css';

/** One tree: revision and ages, what is held back, its findings. */
export function TreeSection(props: {
  tree: TreeStatus;
  /** Prefix of this tree's parameters in the URL. */
  parameter: string;
  onReleased: () => void;
}) {
  const { tree, parameter, onReleased } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const findings = useResource(
    `findings:${tree.id}`,
    api => api.findings(tree.id),
    { kinds: ['tree'] },
  );
  return (
    <section className={styles.tree} aria-label={tree.title}>
      <h2>{tree.title}</h2>
      <TreeFacts tree={tree} />
      {tree.lastError && (
        <Alert
          className={styles.banner}
          status="warning"
          icon
          role="status"
          title={t('trees.lastError')}
          description={tree.lastError}
        />
      )}
      {tree.heldBack && (
        <HeldBackBanner
          treeId={tree.id}
          heldBack={tree.heldBack}
          onReleased={onReleased}
        />
      )}
      <ResourceView
        resource={findings}
        skeleton={<TableSkeleton rows={4} columns={4} />}
      >
        {data => (
          <Findings
            tree={tree}
            findings={data.findings}
            parameter={parameter}
          />
        )}
      </ResourceView>
    </section>
  );
}

function TreeFacts(props: { tree: TreeStatus }) {
  const { tree } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  return (
    <dl className={styles.facts}>
      <Fact term={t('trees.revision')}>
        {tree.acceptedRevision ? (
          <code title={tree.acceptedRevision}>
            {shortRevision(tree.acceptedRevision)}
          </code>
        ) : (
          t('trees.never')
        )}
      </Fact>
      <Fact term={t('trees.accepted')}>
        <Ago at={tree.acceptedAt} />
      </Fact>
      <Fact term={t('trees.read')}>
        <Ago at={tree.lastReadAt} />
      </Fact>
      <Fact term={t('trees.items')}>{tree.counts?.items ?? '–'}</Fact>
      <Fact term={t('trees.teams')}>{tree.counts?.teams ?? '–'}</Fact>
      <Fact term={t('trees.errors')}>{tree.counts?.errors ?? '–'}</Fact>
      <Fact term={t('trees.warnings')}>{tree.counts?.warnings ?? '–'}</Fact>
      <Fact term={t('trees.root')}>
        <code>{tree.root || '/'}</code>
      </Fact>
      {tree.repository && (
        <Fact term={t('trees.repository')}>{tree.repository}</Fact>
      )}
    </dl>
  );
}

function Fact(props: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{props.term}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function Ago(props: { at: string | undefined }) {
  const { at } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  if (!at) return <>{t('trees.never')}</>;
  return (
    <>
      <Age at={at} /> {t('trees.ago')}
    </>
  );
}

function Findings(props: {
  tree: TreeStatus;
  findings: readonly LocatedFinding[];
  parameter: string;
}) {
  const { tree, findings, parameter } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  const [search, setSearch] = useSearchParams();
  const { sort, onSort } = useSort(`${parameter}sort`);
  const name = `${parameter}q`;
  const text = search.get(name) ?? '';
  const setText = (value: string) =>
    setSearch(
      previous => {
        const next = new URLSearchParams(previous);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  if (findings.length === 0) return <NoFindings counts={tree.counts} />;
  const matching = findings.filter(finding => matches(finding, text));
  const label = t('trees.findings', { tree: tree.title });
  return (
    <>
      <div className={styles.filters}>
        <h3>{label}</h3>
        <SearchField
          size="small"
          aria-label={t('trees.filter')}
          placeholder={t('trees.filterPlaceholder')}
          value={text}
          onChange={setText}
          className={styles.search}
        />
      </div>
      {matching.length > 0 ? (
        <FindingsTable
          label={label}
          findings={matching}
          sort={sort}
          onSort={onSort}
        />
      ) : (
        <p>{t('trees.noMatch')}</p>
      )}
    </>
  );
}

function matches(finding: LocatedFinding, text: string): boolean {
  const haystack = [
    finding.path,
    finding.code,
    finding.message,
    finding.severity,
  ]
    .join(' ')
    .toLocaleLowerCase();
  return text
    .toLocaleLowerCase()
    .split(/\s+/)
    .every(word => haystack.includes(word));
}

/** Nothing to show is good news only where everything was read and is visible. */
function NoFindings(props: { counts: TreeStatus['counts'] }) {
  const { counts } = props;
  const { t } = useTranslationRef(strataTranslationRef);
  if (!counts) {
    return (
      <EmptyState
        icon={<RiQuestionLine size={32} />}
        title={t('trees.unread.title')}
        description={t('trees.unread.description')}
      />
    );
  }
  if (counts.errors + counts.warnings > 0) {
    return (
      <EmptyState
        icon={<RiEyeOffLine size={32} />}
        title={t('trees.hidden.title')}
        description={t('trees.hidden.description')}
      />
    );
  }
  return (
    <EmptyState
      icon={<RiCheckboxCircleLine size={32} />}
      title={t('trees.clean.title')}
      description={t('trees.clean.description')}
    />
  );
}
