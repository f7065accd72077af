import type { ScmIntegrationRegistry } from '@backstage/integration';
import type { TreeUrls } from '@strata/plugin-strata-common';

/** Addresses on the git host, for entities and for findings. @public */
export interface RepositoryUrls extends TreeUrls {
  /** A line of a file as it was at a revision. */
  at(revision: string, path: string, line: number): string | undefined;
}

/**
 * How files of a repository are addressed: by the configured template, else as
 * the host's integration knows it. Undefined answers where neither says.
 * @public
 */
export function repositoryUrls(options: {
  /** Template with `{ref}`, `{path}` and `{line}`. */
  webUrl?: string;
  /** Branch that addresses in entities name; only used with the template. */
  branch: string;
  /** Address of the repository's tree, for the integrations. */
  target?: string;
  integrations?: ScmIntegrationRegistry;
}): RepositoryUrls {
  const { webUrl, branch, target, integrations } = options;
  const fill = (ref: string, path: string, line: number) =>
    webUrl
      ?.replaceAll('{ref}', encodeURIComponent(ref))
      .replaceAll('{path}', path.split('/').map(encodeURIComponent).join('/'))
      .replaceAll('{line}', String(line));
  const resolve = (path: string, lineNumber?: number) =>
    target && integrations?.byUrl(target)
      ? integrations.resolveUrl({ url: `/${path}`, base: target, lineNumber })
      : undefined;

  return {
    view: path => fill(branch, path, 1) ?? resolve(path),
    edit: path => {
      const url = resolve(path);
      return url && integrations?.resolveEditUrl(url);
    },
    at: (revision, path, line) =>
      fill(revision, path, line) ?? resolve(path, line),
  };
}
