import { Agent, request } from 'undici';
import { z } from 'zod';

const pageSchema = z.object({
  metadata: z.object({ continue: z.string().optional() }),
  items: z.array(z.unknown()),
});

/** The little the naive reader looks at itself. */
export interface FullApplication {
  metadata: { name: string; labels: Record<string, string> };
  status: { sync: { revision: string } };
}

/**
 * Lists every Application and keeps the objects whole: what transfer and JSON
 * parsing cost by themselves, and what a reader costs that asks again and again.
 */
export async function readEverything(
  url: string,
  ca: string,
): Promise<FullApplication[]> {
  const dispatcher = new Agent({ connect: { ca } });
  const all: FullApplication[] = [];
  try {
    let token: string | undefined;
    do {
      const page = new URL('/apis/argoproj.io/v1alpha1/applications', url);
      page.searchParams.set('limit', '500');
      if (token) page.searchParams.set('continue', token);
      const answer = await request(page, { dispatcher });
      const { metadata, items } = pageSchema.parse(
        JSON.parse(await answer.body.text()),
      );
      for (const item of items) all.push(item as FullApplication);
      token = metadata.continue;
    } while (token);
    return all;
  } finally {
    await dispatcher.destroy();
  }
}
