import { spawnSync } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OperatorError } from '../faults/operator-error.js';

/** PostgreSQL refuses to run as root: this is how its programs are started instead. */
export interface RunAs {
  /** The user who must own the cluster's folder; not set: this process's user. */
  owner?: { uid: number; gid: number };
  /** For `spawn`: the user to become. */
  spawn: { uid?: number; gid?: number };
  /** Words to put before the program. */
  prefix: string[];
}

interface User {
  name: string;
  uid: number;
  gid: number;
}

/** May this user pass through every folder above `path`? Read from the mode bits; extra groups and ACLs are not considered. */
async function canReach(path: string, user: User): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

async function findUser(cluster: string): Promise<User> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  const users = lines.map((part): User => ({ name: part[0], uid: Number(part[2]), gid: Number(part[3]) }));
  // A cluster that exists already decides: only its owner may run it.
  const owner = await stat(cluster).catch(() => null);
  if (owner && owner.uid !== 0) {
    return users.find((user) => user.uid === owner.uid) ?? { name: String(owner.uid), uid: owner.uid, gid: owner.gid };
  }
  const user = ['postgres', 'nobody'].map((name) => users.find((each) => each.name === name)).find(Boolean);
  if (!user) throw new OperatorError('PostgreSQL refuses to run as root here: start this program as an ordinary user.');
  return user;
}

/**
 * How to start PostgreSQL's programs for the cluster in the folder `cluster`: as this user; or, when this is root, as the cluster's owner,
 * `postgres` or `nobody`, who is let through closed folders (/root, a private temporary folder) by one capability if need be.
 * @param paths files that the program must reach
 */
export async function runAs(cluster: string, paths: string[]): Promise<RunAs> {
  if (process.getuid?.() !== 0) return { spawn: {}, prefix: [] };
  const user = await findUser(cluster);
  const closed: string[] = [];
  for (const path of [cluster, ...paths]) if (!(await canReach(path, user))) closed.push(path);
  const owner = { uid: user.uid, gid: user.gid };
  if (closed.length === 0) return { owner, spawn: owner, prefix: [] };

  const capability = '+dac_override';
  const prefix = ['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  prefix.push(`--inh-caps=${capability}`, `--ambient-caps=${capability}`, '--');
  if (spawnSync(prefix[0], [...prefix.slice(1), 'true']).status !== 0) {
    throw new OperatorError(
      `PostgreSQL refuses to run as root, and the user ${user.name} cannot reach ${closed[0]}: start this program as an ordinary user.`,
    );
  }
  return { owner, spawn: {}, prefix };
}
