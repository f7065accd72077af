import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { filesNamed, type Manifest, manifestsOf } from './manifest';

/** What kubectl made of one directory with a kustomization. @internal */
export type Build = {
  /** Relative to what was asked for. */
  directory: string;
} & (
  | { status: 'built'; manifests: Manifest[] }
  | { status: 'failed'; message: string }
);

/** The directories that have a kustomization, relative, sorted. @internal */
export function kustomizationsIn(directory: string): string[] {
  return filesNamed(directory, /^kustomization\.yaml$/).map(path.dirname);
}

/** No PATH, hence no git, and a proxy at a port that nobody listens on. */
const offline = {
  HTTP_PROXY: 'http://127.0.0.1:1',
  HTTPS_PROXY: 'http://127.0.0.1:1',
};

/**
 * Builds every kustomization below a directory with a real kubectl, cut off
 * from the network: what is kept in a tree has to build from the tree alone.
 *
 * @param kubectl path of the program
 * @internal
 */
export async function buildKustomizations(
  directory: string,
  kubectl: string,
): Promise<Build[]> {
  const builds: Build[] = [];
  for (const relative of kustomizationsIn(directory)) {
    builds.push(await build(directory, relative, kubectl));
  }
  return builds;
}

async function build(
  root: string,
  directory: string,
  kubectl: string,
): Promise<Build> {
  try {
    const { stdout } = await promisify(execFile)(
      kubectl,
      ['kustomize', path.join(root, directory)],
      { env: offline, maxBuffer: 64 * 1024 * 1024 },
    );
    return {
      directory,
      status: 'built',
      manifests: manifestsOf(stdout, directory),
    };
  } catch (error) {
    return {
      directory,
      status: 'failed',
      message: error instanceof Error ? error.message : String(error),
    };
  }
}
