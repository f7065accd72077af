/** A message of Argo CD as the end of a sentence of ours. */
export function quoted(message: string | undefined): string {
  return message ? `: ${message.replace(/\.$/, '')}` : '';
}
