import { z } from 'zod';
import { bearerToken, json, type Answer, type Request } from '../http/Server';
import type { Controller } from '../argocd/Controller';
import type { KubernetesApi } from '../kubernetes/api';
import type { ResourceStore } from '../kubernetes/ResourceStore';
import type { PrometheusApi } from '../prometheus/api';
import type { Clock } from '../time/clock';
import { upstreams, type Faults } from './Faults';

const application = z.string().min(1);

/** Everything that can be asked for, as the body of `POST /`. */
const commandSchema = z.discriminatedUnion('action', [
  /** An upstream misbehaves until `heal`. */
  z.strictObject({
    action: z.literal('fault'),
    upstream: z.enum(upstreams),
    fault: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({ kind: z.literal('dead') }),
      z.strictObject({ kind: z.literal('silent') }),
      z.strictObject({ kind: z.literal('unauthorized') }),
      z.strictObject({
        kind: z.literal('slow'),
        milliseconds: z.number().int().positive().max(120_000),
      }),
    ]),
  }),
  /** Ends every fault, of data too. */
  z.strictObject({ action: z.literal('heal') }),
  /** Ends every watch; versions stay known. */
  z.strictObject({ action: z.literal('drop_watches') }),
  /** Forgets the log of changes and ends every watch: resuming gives 410. */
  z.strictObject({ action: z.literal('compact') }),
  /** What Prometheus has to say. */
  z.strictObject({
    action: z.literal('prometheus_data'),
    data: z.enum(['normal', 'empty', 'stopped', 'nan']),
  }),
  /** Somebody scales a workload by hand. */
  z.strictObject({ action: z.literal('drift'), application }),
  z.strictObject({ action: z.literal('degrade'), application }),
  z.strictObject({ action: z.literal('recover'), application }),
  /** The controller no longer comes by. */
  z.strictObject({ action: z.literal('stick'), application }),
  /** The next operation fails. */
  z.strictObject({
    action: z.literal('fail_next_sync'),
    application,
    message: z.string().default('one or more objects failed to apply'),
  }),
  /** Changes a spec behind the back of its ApplicationSet (merge patch). */
  z.strictObject({
    action: z.literal('override_spec'),
    application,
    spec: z.record(z.string(), z.unknown()),
  }),
]);
type Command = z.infer<typeof commandSchema>;

/** The switches by which tests provoke what cannot be waited for. */
export class ControlApi {
  constructor(
    private readonly parts: {
      faults: Faults;
      kubernetes: KubernetesApi;
      cutKubernetes: () => void;
      prometheus: PrometheusApi;
      controller: Controller;
      store: ResourceStore;
      clock: Clock;
      token: string;
    },
  ) {}

  readonly handle = async (request: Request): Promise<Answer> => {
    if (bearerToken(request) !== this.parts.token) {
      return json(401, { error: 'the control token is missing or wrong' });
    }
    if (request.method === 'GET' && request.path === '/') {
      return json(200, this.#state());
    }
    if (request.method !== 'POST' || request.path !== '/') {
      return json(404, { error: 'GET / or POST /' });
    }
    const parsed = commandSchema.safeParse(parseJson(request.body));
    if (!parsed.success) {
      return json(400, { error: z.prettifyError(parsed.error) });
    }
    await this.run(parsed.data);
    return json(200, this.#state());
  };

  /** Carries out one command and the step that makes it visible. */
  async run(command: Command): Promise<void> {
    const { faults, kubernetes, prometheus, controller, store, clock } =
      this.parts;
    switch (command.action) {
      case 'fault':
        faults.set(command.upstream, command.fault);
        if (
          command.upstream === 'kubernetes' &&
          command.fault.kind === 'dead'
        ) {
          kubernetes.watches.drop();
          this.parts.cutKubernetes();
        }
        return;
      case 'heal':
        faults.clear();
        prometheus.dataFault = { kind: 'none' };
        return;
      case 'drop_watches':
        kubernetes.watches.drop();
        return;
      case 'compact':
        store.compact();
        kubernetes.lists.expire();
        kubernetes.watches.drop();
        return;
      case 'prometheus_data':
        prometheus.dataFault =
          command.data === 'stopped'
            ? { kind: 'stopped', at: clock.now() }
            : { kind: command.data === 'normal' ? 'none' : command.data };
        return;
      case 'drift':
      case 'degrade':
      case 'recover':
      case 'stick':
        controller.disturb(command.application, command.action);
        break;
      case 'fail_next_sync':
        controller.failNextSync(command.application, command.message);
        break;
      case 'override_spec':
        controller.overrideSpec(command.application, command.spec);
        break;
      default:
        throw new Error(
          `unknown command ${JSON.stringify(command satisfies never)}`,
        );
    }
    await controller.step();
  }

  #state() {
    const { kubernetes, faults, controller, store } = this.parts;
    return {
      head: controller.head,
      resourceVersion: String(store.version),
      watches: kubernetes.watches.count,
      faults: Object.fromEntries(
        upstreams.map(upstream => [upstream, faults.get(upstream)]),
      ),
    };
  }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** A command that names what does not exist is a mistake of the test. */
export const controlFailure = (error: unknown): Answer =>
  json(422, { error: error instanceof Error ? error.message : String(error) });
