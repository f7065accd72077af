import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * Runs a command to its end and returns what it printed. `onLine` hears each
 * line as it comes.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void, inherit?: boolean }} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runToEnd(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = track(
      spawn(command, args, {
        cwd: options.cwd,
        env: options.env ?? process.env,
        stdio: options.inherit
          ? ['ignore', 'inherit', 'inherit']
          : ['ignore', 'pipe', 'pipe'],
      }),
    );
    let output = '';
    const keep = chunk => {
      output += chunk;
      for (const line of chunk.split('\n').filter(Boolean)) {
        options.onLine?.(line);
      }
    };
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    child.on('error', reject);
    child.on('close', (code, signal) =>
      resolve({ code: code ?? (signal ? 1 : 0), output }),
    );
  });
}

/**
 * Starts a long-running process whose output goes to a log file.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, logFile: string }} options
 */
export function startService(command, args, options) {
  const log = createWriteStream(options.logFile);
  const child = track(
    spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: Ctrl-C reaches the launcher alone, which then ends
      // its services in order.
      detached: true,
    }),
  );
  let output = '';
  const keep = chunk => {
    log.write(chunk);
    output = (output + chunk).slice(-20_000);
  };
  child.stdout.setEncoding('utf8').on('data', keep);
  child.stderr.setEncoding('utf8').on('data', keep);
  const ended = new Promise(resolve => {
    child.on('error', error => {
      keep(String(error));
      resolve(1);
    });
    child.on('exit', code => resolve(code ?? 1));
  });
  return { child, ended, output: () => output };
}

/** Ends one process: asks, waits, insists. Only ever one that we started. */
export async function stop(child, graceMs = 8000) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await gone;
  clearTimeout(timer);
}

/** Ends everything that was started here and still runs. */
export async function stopAll() {
  await Promise.all([...running].map(child => stop(child)));
}

function track(child) {
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}
