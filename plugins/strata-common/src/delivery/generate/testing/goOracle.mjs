/**
 * Renders templates with Go's own text/template (WebAssembly, missingkey=error)
 * for the test beside it. A process of its own: the engine is asynchronous and
 * adds globals. Reads `[{ template, values }]`, writes `[{ text } | { error }]`.
 */
import { parse } from '@evertdespiegeleer/go-template';

let input = '';
for await (const chunk of process.stdin) input += chunk;
const results = [];
for (const { template, values } of JSON.parse(input)) {
  try {
    results.push({ text: await parse(template, values) });
  } catch (error) {
    results.push({ error: String(error?.message ?? error) });
  }
}
process.stdout.write(JSON.stringify(results), () => process.exit(0));
