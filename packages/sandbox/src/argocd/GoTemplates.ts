import { Worker } from 'node:worker_threads';
import { z } from 'zod';

const replySchema = z.union([
  z.strictObject({ id: z.number(), text: z.string() }),
  z.strictObject({ id: z.number(), error: z.string() }),
]);

interface Pending {
  resolve: (text: string) => void;
  reject: (error: Error) => void;
}

const longestRenderMilliseconds = 5000;

/**
 * Go's own text/template, as WebAssembly in a worker. On purpose not the
 * evaluator of strata-common: what the simulated Argo CD generates must not
 * agree with the portal's expectation by construction. Sprig's functions are
 * not there; a template that uses one fails to parse and says so.
 */
export class GoTemplates {
  #worker: Worker | undefined;
  #ids = 0;
  readonly #pending = new Map<number, Pending>();

  async render(template: string, values: unknown): Promise<string> {
    if (!template.includes('{{')) return template;
    this.#ids += 1;
    const id = this.#ids;
    const worker = this.#start();
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<string>((resolve, reject) => {
        this.#pending.set(id, { resolve, reject });
        timer = setTimeout(() => {
          reject(new Error('the template took too long'));
          this.#stop(worker);
        }, longestRenderMilliseconds);
        worker.postMessage({ id, template, values });
      });
    } finally {
      clearTimeout(timer);
      this.#pending.delete(id);
    }
  }

  async close() {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #start(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(require.resolve('./goTemplateWorker.mjs'), {
      execArgv: [],
    });
    worker.unref();
    worker.on('message', message => {
      const reply = replySchema.parse(message);
      const pending = this.#pending.get(reply.id);
      if ('text' in reply) pending?.resolve(reply.text);
      else pending?.reject(new Error(reply.error));
    });
    worker.on('error', error => {
      for (const pending of this.#pending.values()) pending.reject(error);
      this.#stop(worker);
    });
    this.#worker = worker;
    return worker;
  }

  #stop(worker: Worker) {
    if (this.#worker === worker) this.#worker = undefined;
    worker.terminate().catch(() => {});
  }
}
