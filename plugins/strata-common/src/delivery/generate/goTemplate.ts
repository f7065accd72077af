import { CannotEvaluate } from './CannotEvaluate';
import { isTrue, lookUp, print, type GoValue } from './goValue';
import { templateFunctions } from './templateFunctions';
import {
  parseTemplate,
  type Command,
  type Operand,
  type Pipe,
  type TemplateNode,
} from './templateSyntax';

/** `missingkey` of goTemplateOptions. @internal */
export type MissingKey = 'default' | 'error';

/**
 * Renders a text of an ApplicationSet with `goTemplate: true`. Throws
 * {@link CannotEvaluate} for anything outside the subset and for what Go's own
 * engine refuses.
 * @internal
 */
export function renderGoTemplate(
  text: string,
  parameters: GoValue,
  missingKey: MissingKey,
): string {
  if (!text.includes('{{')) return text;
  const nodes = parseTemplate(text);
  return new Interpreter(parameters, missingKey).body(nodes);
}

class Interpreter {
  readonly #dot: GoValue;
  readonly #missingKey: MissingKey;

  constructor(dot: GoValue, missingKey: MissingKey) {
    this.#dot = dot;
    this.#missingKey = missingKey;
  }

  body(nodes: readonly TemplateNode[]): string {
    return nodes.map(node => this.#node(node)).join('');
  }

  #node(node: TemplateNode): string {
    switch (node.kind) {
      case 'text':
        return node.text;
      case 'action':
        return print(this.#pipe(node.pipe));
      case 'if': {
        const branch = node.branches.find(({ condition }) =>
          isTrue(this.#pipe(condition)),
        );
        return this.body(branch?.body ?? node.otherwise);
      }
      default: {
        const never: never = node;
        throw new TypeError(`unexpected node ${JSON.stringify(never)}`);
      }
    }
  }

  #pipe(pipe: Pipe): GoValue {
    let value: { piped: GoValue } | undefined;
    for (const command of pipe)
      value = { piped: this.#command(command, value) };
    return value?.piped;
  }

  #command(command: Command, piped: { piped: GoValue } | undefined): GoValue {
    const [first, ...rest] = command;
    if (first.kind !== 'function') {
      if (rest.length > 0 || piped) {
        throw CannotEvaluate.fails(
          'arguments for something that is no function',
        );
      }
      if (first.kind === 'literal' && first.value === null) {
        throw CannotEvaluate.fails('nil is not a command');
      }
      return this.#operand(first);
    }
    if (first.name === 'and' || first.name === 'or') {
      return this.#lazy(first.name, rest, piped);
    }
    if (!Object.hasOwn(templateFunctions, first.name)) {
      throw CannotEvaluate.unsupported(`the function ${first.name}`);
    }
    const args = rest.map(operand => this.#operand(operand));
    if (piped) args.push(piped.piped);
    return templateFunctions[first.name](args, first.name);
  }

  /** `and` and `or` answer with the argument that decided, and stop there. */
  #lazy(
    name: 'and' | 'or',
    operands: readonly Operand[],
    piped: { piped: GoValue } | undefined,
  ): GoValue {
    if (operands.length === 0 && !piped) {
      throw CannotEvaluate.fails(`${name} without arguments`);
    }
    let value: GoValue;
    for (const operand of operands) {
      value = this.#operand(operand);
      if (isTrue(value) === (name === 'or')) return value;
    }
    return piped ? piped.piped : value;
  }

  #operand(operand: Operand): GoValue {
    switch (operand.kind) {
      case 'literal':
        return operand.value;
      case 'dot':
        return this.#fields(this.#dot, operand.fields);
      case 'pipe':
        return this.#fields(this.#pipe(operand.pipe), operand.fields);
      case 'function':
        return this.#command([operand], undefined);
      default: {
        const never: never = operand;
        throw new TypeError(`unexpected operand ${JSON.stringify(never)}`);
      }
    }
  }

  #fields(start: GoValue, fields: readonly string[]): GoValue {
    let value = start;
    for (const field of fields) {
      const found = lookUp(value, field);
      if (found.kind === 'missing' && this.#missingKey === 'error') {
        throw CannotEvaluate.fails(
          `.${fields.join('.')} is asked for and the element has no ${field}`,
        );
      }
      value = found.kind === 'found' ? found.value : null;
    }
    return value;
  }
}
