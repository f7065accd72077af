import type { DeliveryService } from '../../../src/delivery/DeliveryService';
import { changeOf, type Platform } from './platform';

/**
 * Looks at every row whenever it is told of it, as a page does, and remembers
 * the change that it showed: state that went back in time was reordered.
 */
export class Witness {
  readonly #shown = new Map<string, number>();
  readonly reordered: string[] = [];
  notifications = 0;
  readonly #leave: () => void;

  constructor(
    private readonly service: DeliveryService,
    private readonly platform: Platform,
  ) {
    this.#leave = service.subscribe(refs => {
      this.notifications += 1;
      for (const ref of refs) this.#look(ref);
    });
  }

  /** Applications whose row does not show the last change that was made. */
  missing(last: readonly number[]): string[] {
    for (const { entityRef } of this.platform.items) this.#look(entityRef);
    return this.platform.applications
      .map(({ name }) => name)
      .filter((name, index) => this.#shown.get(name) !== last[index]);
  }

  leave(): void {
    this.#leave();
  }

  #look(ref: Parameters<DeliveryService['rows']>[0]): void {
    for (const { application, compared } of this.service.rows(ref)) {
      const [revision] = compared ?? [];
      if (!application || revision === undefined) continue;
      const change = changeOf(revision);
      const before = this.#shown.get(application.name) ?? 0;
      if (change < before) {
        this.reordered.push(`${application.name}: ${before}, then ${change}`);
      }
      this.#shown.set(application.name, change);
    }
  }
}
