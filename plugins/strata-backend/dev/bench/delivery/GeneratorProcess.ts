import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import type { FromGenerator, ToGenerator } from './generatorMessages';

type Answer<K extends FromGenerator['kind']> = Extract<
  FromGenerator,
  { kind: K }
>;

/** The process that is a cluster and changes it. Ends with `stop` or with us. */
export class GeneratorProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    readonly ca: string,
  ) {}

  static async start(applications: number): Promise<GeneratorProcess> {
    const file = resolvePackagePath(
      '@strata/plugin-strata-backend',
      'dev/bench/delivery/generator.ts',
    );
    // Inherits the loader of TypeScript among Node's arguments.
    const child = fork(file, [String(applications)]);
    const { url, ca } = await heard(child, 'ready');
    return new GeneratorProcess(child, url, ca);
  }

  generate(perSecond: number, seconds: number): Promise<Answer<'generated'>> {
    this.#ask({ kind: 'generate', perSecond, seconds });
    return heard(this.child, 'generated');
  }

  change(application: number): Promise<Answer<'changed'>> {
    this.#ask({ kind: 'change', application });
    return heard(this.child, 'changed');
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.disconnect();
    await gone;
  }

  #ask(message: ToGenerator): void {
    this.child.send(message);
  }
}

/** The next message of that kind. @throws Error when the process ends instead */
function heard<K extends FromGenerator['kind']>(
  child: ChildProcess,
  kind: K,
): Promise<Answer<K>> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) =>
      reject(new Error(`the generator ended with ${code}`));
    const listen = (message: FromGenerator) => {
      if (!isOf(message, kind)) return;
      child.off('message', listen);
      child.off('exit', ended);
      resolve(message);
    };
    child.on('message', listen);
    child.once('exit', ended);
  });
}

const isOf = <K extends FromGenerator['kind']>(
  message: FromGenerator,
  kind: K,
): message is Answer<K> => message.kind === kind;
