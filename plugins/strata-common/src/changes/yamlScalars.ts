import { Document, isCollection, Node, Scalar, visit } from 'yaml';

// Words that are no text for some YAML 1.1 reader on the way to the cluster.
const notText =
  /^(y|n|yes|no|on|off|true|false|null|nan|inf|~|[-+.]?(inf|nan))$/i;
const plainText = /^[A-Za-z][A-Za-z0-9]*([._/-][A-Za-z0-9]+)*$/;
const plainSentence = /^[A-Za-z][A-Za-z0-9]*([ ._/-][A-Za-z0-9]+)*$/;

/**
 * A scalar that every reader takes for the same text: YAML 1.2 of this
 * package, YAML 1.1 of Kubernetes and Argo CD. Plain only where nothing can be
 * read into it; dates, numbers, `1:30` and `yes` are quoted.
 */
export function textScalar(text: string): Scalar<string> {
  const scalar = new Scalar(text);
  const plain =
    !notText.test(text) && (plainText.test(text) || plainSentence.test(text));
  scalar.type = plain ? Scalar.PLAIN : Scalar.QUOTE_DOUBLE;
  return scalar;
}

/** A node of plain data, its texts as {@link textScalar} has them. */
export function dataNode(document: Document, data: unknown): Node {
  const node = document.createNode(data);
  if (isCollection(node)) {
    visit(node, {
      Scalar: (_, scalar) => {
        if (typeof scalar.value === 'string') {
          scalar.type = textScalar(scalar.value).type;
        }
      },
    });
    return node;
  }
  return typeof data === 'string' ? textScalar(data) : node;
}

/** As it is written: long text is not folded, line breaks are escaped. */
export function writeDocument(document: Document): string {
  return document.toString({
    lineWidth: 0,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  });
}
