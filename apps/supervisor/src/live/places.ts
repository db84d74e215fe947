import { readFileSync } from 'node:fs';

/** Files and sockets that the process needs for everything else. */
const OTHERS = 200;

/** How many of the wanted live streams this process can hold open: each is a socket. Where the limit is not known, all of them. */
export function placesFor(wanted: number, limit = openFiles()): number {
  return limit === null ? wanted : Math.max(1, Math.min(wanted, limit - OTHERS));
}

/** The soft limit of open files, which Node raises to the hard one when it starts; null where the system does not tell. */
function openFiles(): number | null {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return soft === undefined ? null : Number(soft);
  } catch {
    return null;
  }
}
