// A real Kafka broker without Docker: Maven fetches the jars once, Java runs one node on the loopback address.
import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, openSync, closeSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import kafkajs from 'kafkajs';

const HERE = import.meta.dirname;
const CACHE = resolve(HERE, '../../.cache/kafka');
const JAVA_NEEDED = 17;

/** A fault that the person who starts this can mend: its message is one clear sentence. */
export class BrokerFault extends Error {}

/** The Java program, checked for its version. */
function findJava() {
  const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
  const { error, stderr } = spawnSync(java, ['-version'], { encoding: 'utf8' });
  const version = error ? 0 : Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
  if (version < JAVA_NEEDED) {
    throw new BrokerFault(
      `Kafka needs Java ${JAVA_NEEDED} or later: install it (Debian, Ubuntu: apt-get install openjdk-17-jre-headless).`,
    );
  }
  return java;
}

/** The folder with the broker's jars; fetched on the first call and whenever pom.xml changed. */
export function fetchJars() {
  const pom = join(HERE, 'pom.xml');
  const version = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
  const jars = join(CACHE, version);
  if (existsSync(jars)) return jars;

  if (spawnSync('mvn', ['-v'], { shell: process.platform === 'win32' }).error) {
    throw new BrokerFault('Maven fetches the jars of Kafka: install it (Debian, Ubuntu: apt-get install maven).');
  }
  mkdirSync(CACHE, { recursive: true });
  const draft = join(CACHE, `new-${process.pid}-${randomBytes(3).toString('hex')}`);
  const args = ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${draft}`];
  const { status, stdout } = spawnSync('mvn', args, { encoding: 'utf8', shell: process.platform === 'win32' });
  if (status !== 0) {
    rmSync(draft, { recursive: true, force: true });
    const reason = stdout.split('\n').find((line) => line.startsWith('[ERROR]')) ?? `status ${status}`;
    throw new BrokerFault(`Maven could not fetch the jars of Kafka: ${reason.replace('[ERROR] ', '')}`);
  }
  try {
    renameSync(draft, jars);
  } catch {
    rmSync(draft, { recursive: true, force: true }); // another process was faster
  }
  return jars;
}

/** Resolves to `port` if it is free (0: any free one), rejects otherwise. */
function freePort(port) {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', () =>
      fail(new BrokerFault(`Port ${port} is taken by another program: stop it, or choose another with KAFKA_PORT.`)),
    );
    server.listen(port, '127.0.0.1', () => {
      const taken = server.address().port;
      server.close(() => done(taken));
    });
  });
}

/** Writes server.properties into the broker's folder and formats its log folder if that is new. */
function prepare(java, base, folder, port, controllerPort) {
  const logDir = join(folder, 'logs').replaceAll('\\', '/');
  const config = join(folder, 'server.properties');
  mkdirSync(folder, { recursive: true });
  const values = { port, controllerPort, logDir };
  const template = readFileSync(join(HERE, 'server.properties'), 'utf8');
  writeFileSync(
    config,
    template.replace(/\$\{(\w+)\}/g, (whole, name) => values[name] ?? whole),
  );
  if (existsSync(join(logDir, 'meta.properties'))) return config;
  // Kafka's ids are 16 bytes in URL-safe base64; a leading "-" would be read as an option.
  const id = `A${randomBytes(16).toString('base64url').slice(1)}`;
  const format = ['kafka.tools.StorageTool', 'format', '--ignore-formatted', '-t', id, '-c', config];
  const { status, stdout, stderr } = spawnSync(java, [...base, ...format], { encoding: 'utf8' });
  if (status !== 0)
    throw new BrokerFault(`Kafka could not prepare ${folder}: ${(stderr || stdout).trim().split('\n').at(-1)}`);
  return config;
}

/**
 * Starts a broker on 127.0.0.1 with its data in `folder` and waits until it answers.
 * @param {{ folder: string, port?: number, heap?: string, log?: 'inherit' | 'file', detached?: boolean }} options
 *   port 0: any free one; log `file`: into kafka.log in the folder; detached: the broker outlives this process
 * @returns {Promise<{ brokers: string[], port: number, pid: number, child: import('node:child_process').ChildProcess }>}
 */
export async function startBroker({
  folder: path,
  port: wanted = 9092,
  heap = '512m',
  log = 'inherit',
  detached = false,
}) {
  const folder = resolve(path);
  const java = findJava();
  const jars = fetchJars();
  const port = await freePort(wanted);
  const controllerPort = await freePort(0);
  const base = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto', '-cp', join(jars, '*')];
  base.unshift(`-Dlog4j2.configurationFile=${join(HERE, 'log4j2.properties')}`);
  const config = prepare(java, base, folder, port, controllerPort);

  const output = log === 'file' ? openSync(join(folder, 'kafka.log'), 'a') : 'inherit';
  const child = spawn(java, [`-Xmx${heap}`, ...base, 'kafka.Kafka', config], {
    stdio: ['ignore', output, output],
    detached,
    cwd: folder,
  });
  if (typeof output === 'number') closeSync(output);
  child.once('error', () => undefined);
  writeFileSync(join(folder, 'kafka.pid'), String(child.pid));
  if (detached) child.unref();
  const brokers = [`127.0.0.1:${port}`];
  await untilItAnswers(brokers, child, folder);
  return { brokers, port, pid: child.pid, child };
}

async function untilItAnswers(brokers, child, folder) {
  const client = new kafkajs.Kafka({
    brokers,
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 0 },
    connectionTimeout: 1000,
  });
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new BrokerFault(`Kafka ended while it started: ${join(folder, 'kafka.log')} or the lines above say why.`);
    }
    const admin = client.admin();
    try {
      await admin.connect();
      const { brokers: nodes } = await admin.describeCluster();
      if (nodes.length > 0) return;
    } catch {
      // not yet
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
    await delay(100);
  }
}
