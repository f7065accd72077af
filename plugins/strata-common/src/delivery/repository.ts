/**
 * One spelling for one repository: scheme, user, `.git`, port defaults, case
 * of the host, trailing slash and ssh against https do not tell two apart.
 * The path keeps its case: some hosts tell `A` from `a`.
 * @public
 */
export function normalizeRepository(address: string): string {
  const trimmed = address.trim();
  const scp = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/\/)(.+)$/.exec(trimmed);
  const url = /^[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?([^/]*)(\/.*)?$/i.exec(
    trimmed,
  );
  if (url) return join(url[1], url[2] ?? '');
  if (scp) return join(scp[1], scp[2]);
  return join('', trimmed);
}

function join(host: string, path: string): string {
  const plainHost = host.toLowerCase().replace(/:(22|80|443)$/, '');
  const plainPath = path
    .replace(/[?#].*$/, '')
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/, '');
  return plainHost ? `${plainHost}/${plainPath}` : plainPath;
}
