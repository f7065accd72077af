// Runs outside the sandbox's thread: the package adds globals of its own (Go's
// runtime) and a template may loop for ever. Plain JavaScript, so that it
// starts the same under node and under Jest.
import { parentPort } from 'node:worker_threads';
import { parse } from '@evertdespiegeleer/go-template';

parentPort.on('message', async ({ id, template, values }) => {
  try {
    parentPort.postMessage({ id, text: await parse(template, values) });
  } catch (error) {
    parentPort.postMessage({ id, error: error.message ?? String(error) });
  }
});
