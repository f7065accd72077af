/**
 * Renders a text of an ApplicationSet without goTemplate: `{{ name }}` is
 * replaced where a parameter of exactly that name is a text; any other tag
 * stays as it is (Argo CD, applicationset/utils Replace).
 * @internal
 */
export function renderPlainTemplate(
  text: string,
  parameters: Readonly<Record<string, unknown>>,
): string {
  let rendered = '';
  let rest = text;
  for (;;) {
    const open = rest.indexOf('{{');
    const close = open === -1 ? -1 : rest.indexOf('}}', open + 2);
    if (close === -1) return rendered + rest;
    const tag = rest.slice(open + 2, close);
    const name = tag.trim();
    const value =
      name !== '' && Object.hasOwn(parameters, name)
        ? parameters[name]
        : undefined;
    rendered += rest.slice(0, open);
    rendered += typeof value === 'string' ? value : `{{${tag}}}`;
    rest = rest.slice(close + 2);
  }
}
